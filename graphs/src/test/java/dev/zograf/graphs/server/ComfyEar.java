package dev.zograf.graphs.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a WebSocket hears. */
final class ComfyEar implements WebSocket.Listener, AutoCloseable {
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    final List<String> types = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    final WebSocket socket;

    ComfyEar(HttpClient http, String url, String client) {
        socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(url.replace("http", "ws") + "/ws?clientId=" + client), this)
                .join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            heard.add(JsonText.parse(text.toString()).orElseThrow());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        binary.writeBytes(bytes);
        if (last) {
            heard.add(binary.toByteArray());
            binary.reset();
        }
        from.request(1);
        return null;
    }

    Object next() throws InterruptedException {
        Object message = heard.poll(60, TimeUnit.SECONDS);
        assertThat(message).as("a message after " + types).isNotNull();
        types.add(message instanceof Map<?, ?> map ? String.valueOf(map.get("type")) : "binary");
        return message;
    }

    Map<String, Object> until(String type) throws InterruptedException {
        while (true) {
            if (next() instanceof Map<?, ?> map && map.get("type").equals(type)) {
                return ComfyClient.map(map.get("data"));
            }
        }
    }

    /** Waits as clients do: for the message that nothing executes any more. */
    List<Map<String, Object>> untilDone(String prompt) throws InterruptedException {
        List<Map<String, Object>> all = new ArrayList<>();
        while (true) {
            if (next() instanceof Map<?, ?> map) {
                all.add(ComfyClient.map(map));
                Map<String, Object> about = ComfyClient.map(map.get("data"));
                if (map.get("type").equals("executing")
                        && about.get("node") == null
                        && prompt.equals(about.get("prompt_id"))) {
                    return all;
                }
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
