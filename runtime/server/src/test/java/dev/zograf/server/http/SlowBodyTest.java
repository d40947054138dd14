package dev.zograf.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that promise a body and do not send it, or byte by byte, or go away. */
@Timeout(60)
class SlowBodyTest {

    private static final Gate OPEN = new Gate() {
        @Override
        public Caller admit(Call call, boolean open) {
            return new Caller("", true);
        }

        @Override
        public Map<String, String> headers(Call call) {
            return Map.of();
        }
    };

    @TempDir
    private Path folder;

    @Test
    void holdNothingForEver() throws Exception {
        try (HttpServer server = server(Duration.ofMillis(300))) {
            assertThat(answer(server.port(), 100, 1, false)).startsWith("HTTP/1.1 408");
            assertThat(answer(server.port(), 100, 100, false)).startsWith("HTTP/1.1 408");
        }
    }

    /** With a server that waits for longer than this machine may be busy with something else. */
    @Test
    void areToldFromThoseWhoSendAllOrGoAway() throws Exception {
        try (HttpServer server = server(Duration.ofSeconds(30))) {
            assertThat(answer(server.port(), 2, 2, false)).startsWith("HTTP/1.1 204");
            assertThat(answer(server.port(), 100, 1, true)).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void areCutOffIfTheyGoOnAfterTheAnswer() throws Exception {
        boolean cutOff = false;
        try (HttpServer server = server(Duration.ofMillis(300));
                Socket socket = new Socket("127.0.0.1", server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(head(1000));
            for (int i = 0; i < 300 && !cutOff; i++) {
                try {
                    out.write(' ');
                    Thread.sleep(100);
                } catch (IOException e) {
                    cutOff = true;
                }
            }
        }
        assertThat(cutOff).isTrue();
    }

    private static byte[] head(int length) {
        return ("POST /taken HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + length
                        + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private HttpServer server(Duration idle) throws Exception {
        HttpServer server = new HttpServer(
                new HttpSettings("127.0.0.1", 0, folder, idle, 2, 1 << 20),
                OPEN,
                new Routes().add("POST", "/taken", BodyRule.JSON, call -> Reply.empty(204)),
                Set.of(),
                (call, failure) -> Reply.bytes(
                        failure.status(), "text/plain", failure.message().getBytes(StandardCharsets.UTF_8)),
                (method, template, status, took) -> {});
        server.start();
        return server;
    }

    /** The status that is said to a body of that length of which so many bytes are sent, ten a second. */
    private static String answer(int port, int length, int sent, boolean leaves) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(head(length));
            for (int i = 0; i < sent && socket.getInputStream().available() == 0; i++) {
                try {
                    out.write(' ');
                } catch (IOException e) {
                    break;
                }
                Thread.sleep(i + 1 < sent ? 100 : 0);
            }
            if (leaves) {
                socket.shutdownOutput();
            }
            // No more: a byte that the closed connection did not take resets it.
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
        }
    }
}
