package dev.zograf.examples.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.RunEvent;
import dev.zograf.Zograf;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The servlet in a real server. */
@Timeout(120)
class PaintServletTest {

    private final CompletableFuture<RunEvent> cancelled = new CompletableFuture<>();
    private final Zograf zograf = Zograf.builder()
            .listener(event -> {
                if (event instanceof RunEvent.Cancelled) {
                    cancelled.complete(event);
                }
            })
            .build();
    private final Tomcat tomcat = new Tomcat();

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", folder.toString());
        Wrapper servlet = Tomcat.addServlet(context, "paint", new PaintServlet(zograf));
        servlet.setAsyncSupported(true);
        context.addServletMappingDecoded("/paint", "paint");
        tomcat.getConnector();
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        zograf.close();
        tomcat.stop();
        tomcat.destroy();
    }

    private int port() {
        return tomcat.getConnector().getLocalPort();
    }

    private <T> HttpResponse<T> get(String query, HttpResponse.BodyHandler<T> body) throws Exception {
        URI uri = URI.create("http://localhost:" + port() + "/paint?" + query);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), body);
    }

    @Test
    void streamsTheProgressAndThePicture() throws Exception {
        HttpResponse<Stream<String>> response = get("prompt=a+cat&steps=3", BodyHandlers.ofLines());
        List<String> lines = response.body().filter(line -> !line.isEmpty()).toList();

        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        assertThat(lines).containsSubsequence("event: node", "data: sample", "event: progress", "data: 3/3");
        assertThat(lines.get(lines.size() - 2)).isEqualTo("event: picture");
        assertThat(lines.get(lines.size() - 1)).startsWith("data: data:image/png;base64,");
    }

    @Test
    void refusesWhatCannotBePainted() throws Exception {
        assertThat(get("steps=0", BodyHandlers.ofString()).statusCode()).isEqualTo(400);
        assertThat(get("steps=many", BodyHandlers.ofString()).statusCode()).isEqualTo(400);
    }

    @Test
    void stopsPaintingWhenTheBrowserIsGone() throws Exception {
        try (Socket socket = new Socket("localhost", port())) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream()
                    .write("GET /paint?prompt=a+dog&steps=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            while (!in.readLine().equals("event: progress")) {
                assertThat(cancelled).isNotDone();
            }
        }
        assertThat(cancelled.get(60, TimeUnit.SECONDS)).isInstanceOf(RunEvent.Cancelled.class);
        assertThat(zograf.state().runs()).isLessThanOrEqualTo(1);
    }
}
