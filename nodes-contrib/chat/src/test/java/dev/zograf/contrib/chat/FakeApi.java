package dev.zograf.contrib.chat;

import dev.zograf.contrib.chat.json.Fields;
import dev.zograf.contrib.chat.json.JsonText;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/** An HTTP server on this machine that plays a chat service: remembers what it is asked, and answers what the test says. */
public class FakeApi implements AutoCloseable {

    /** A request with its parts, if it is a form, and else its JSON as the part {@code json}. */
    public record Call(String method, String path, Map<String, byte[]> parts) {

        /** A part as text; nothing if it is not there. */
        public String text(String part) {
            return new String(parts.getOrDefault(part, new byte[0]), StandardCharsets.UTF_8);
        }

        /** A part as a JSON object. */
        public Fields json(String part) {
            return JsonText.read(text(part), path);
        }
    }

    /** A status and a JSON body. */
    public record Answer(int status, String json) {}

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final List<Call> calls = new ArrayList<>();
    private Function<Call, Answer> answers = call -> new Answer(404, "{}");

    /** Starts it; sockets, if any, are served by the listeners that are made for them. */
    protected FakeApi(Optional<Supplier<Session.Listener>> sockets) {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServerWebSocketContainer container = ServerWebSocketContainer.ensure(server);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                if (sockets.isPresent() && request.getHeaders().contains(HttpHeader.UPGRADE)) {
                    return container.upgrade((up, down, done) -> sockets.get().get(), request, response, callback);
                }
                Call call = call(request);
                Answer answer = answer(call);
                response.setStatus(answer.status());
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                response.getHeaders().put(HttpHeader.VIA, "1.1 local");
                response.write(true, ByteBuffer.wrap(answer.json().getBytes(StandardCharsets.UTF_8)), callback);
                return true;
            }
        });
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it answers from now on. */
    public synchronized void answer(Function<Call, Answer> function) {
        answers = function;
    }

    private Answer answer(Call call) {
        Function<Call, Answer> function;
        synchronized (this) {
            calls.add(call);
            function = answers;
            notifyAll();
        }
        return function.apply(call);
    }

    /** {@code http://127.0.0.1:port}. */
    public String url() {
        return "http://127.0.0.1:" + connector.getLocalPort();
    }

    /** What it was asked so far by paths with this in them. */
    public synchronized List<Call> calls(String path) {
        return calls.stream().filter(call -> call.path().contains(path)).toList();
    }

    /** Waits for so many calls of a path; gives the last of them. */
    public synchronized Call await(String path, int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (calls(path).size() < count) {
            if (System.nanoTime() > end) {
                throw new AssertionError(path + " was not asked for " + count + " times; calls: "
                        + calls.stream().map(Call::path).toList());
            }
            wait(100);
        }
        return calls(path).get(count - 1);
    }

    private static Call call(Request request) throws Exception {
        byte[] body = bytes(request);
        String type = Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE))
                .orElse("");
        Map<String, byte[]> parts = new TreeMap<>();
        if (type.startsWith("multipart/form-data")) {
            multipart(body, type.replaceFirst(".*boundary=\"?([^\";]+).*", "$1"), parts);
        } else if (type.startsWith("application/x-www-form-urlencoded")) {
            for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
                String[] words = (pair + "=").split("=", -1);
                parts.put(words[0], decoded(words[1]).getBytes(StandardCharsets.UTF_8));
            }
        } else {
            parts.put("json", body);
        }
        return new Call(request.getMethod(), request.getHttpURI().getPath(), parts);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Request request) throws Exception {
        ByteBuffer buffer = Content.Source.asByteBuffer(request);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** RFC 7578: what stands between two boundaries is headers, an empty line, and the part. */
    private static void multipart(byte[] body, String boundary, Map<String, byte[]> parts) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        Pattern name = Pattern.compile("name=\"([^\"]*)\"");
        for (String part : text.split(Pattern.quote("--" + boundary), -1)) {
            int head = part.indexOf("\r\n\r\n");
            Matcher found = name.matcher(part);
            if (head > 0 && found.find()) {
                String value = part.substring(head + 4, part.length() - 2);
                parts.put(found.group(1), value.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
