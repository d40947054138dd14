package dev.zograf.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code /v1} tells while a job runs, and of it later. */
class V1EventsTest extends V1Case {

    @Test
    void tellsWhatHappensAndGoesOnWhereTheClientLeft() throws Exception {
        // One that is in the way until the client listens: previews are not told again to who comes later.
        String before = submit(Client.painting(122, 1000, 20));
        String id = submit(Client.painting(123, 4, 50));
        HttpResponse<Stream<String>> listening = listen("/v1/jobs/" + id + "/events?previews=true", "");
        client.post("/v1/jobs/" + before + "/cancel", Map.of());
        List<String> lines = listening.body().toList();
        assertThat(lines).anyMatch(line -> line.equals("event: job"));
        assertThat(lines).anyMatch(line -> line.equals("event: preview"));
        assertThat(lines).anyMatch(line -> line.contains("\"jpeg\""));
        assertThat(lines).filteredOn(line -> line.startsWith("event: done")).hasSize(1);
        List<String> ids = lines.stream()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring(4))
                .toList();
        String beforeLast = ids.get(ids.size() - 2);
        List<String> rest = events("/v1/jobs/" + id + "/events", beforeLast);
        assertThat(rest).filteredOn(line -> line.startsWith("event: ")).containsExactly("event: done");
        List<String> late = events("/v1/jobs/" + id + "/events", "");
        assertThat(late).filteredOn(line -> line.startsWith("event: ")).containsExactly("event: job");
        assertThat(late).anyMatch(line -> line.contains("\"state\": \"done\""));
    }

    @Test
    void saysWhatNodesFindOdd() throws Exception {
        Map<String, Object> job = Map.of(
                "workflow",
                Map.of(
                        "zograf",
                        1,
                        "nodes",
                        Map.of("o", Map.of("type", "test.odd", "in", Map.of("text", "a (cat"))),
                        "outputs",
                        Map.of("text", Map.of("from", "o.text"))));
        Map<String, String> warning = Map.of("node", "o", "text", "The text a (cat is odd.");
        String first = submit(job);
        assertThat(client.ended(first).get("warnings")).isEqualTo(List.of(warning));
        String seen = events("/v1/jobs/" + first + "/events", "").stream()
                .filter(line -> line.startsWith("id: "))
                .findFirst()
                .orElseThrow()
                .substring(4);

        String second = submit(job);
        assertThat(client.ended(second).get("warnings"))
                .as("though the result was there")
                .isEqualTo(List.of(warning));
        List<String> lines = events("/v1/jobs/" + second + "/events", seen);
        assertThat(lines).contains("event: cached", "event: warning");
        assertThat(lines).anyMatch(line -> line.startsWith("data: ") && line.contains("The text a (cat is odd."));
    }

    @Test
    @Timeout(60)
    void whoComesBackAfterTheLastEventIsToldHowItEnded() throws Exception {
        Map<String, Object> job = Map.of(
                "workflow",
                Map.of(
                        "zograf",
                        1,
                        "nodes",
                        Map.of("o", Map.of("type", "test.odd", "in", Map.of("text", "a (cat"))),
                        "outputs",
                        Map.of("text", Map.of("from", "o.text"))));
        String first = submit(job);
        client.ended(first);
        String seen = events("/v1/jobs/" + first + "/events", "").stream()
                .filter(line -> line.startsWith("id: "))
                .findFirst()
                .orElseThrow()
                .substring(4);
        for (int others = 0; others < 2; others++) {
            List<String> lines = events("/v1/jobs/" + first + "/events", seen);
            assertThat(lines).contains("event: job");
            assertThat(lines).anyMatch(line -> line.startsWith("data: ") && line.contains(first));
            client.ended(submit(job));
        }
    }

    private List<String> events(String path, String last) throws Exception {
        return listen(path, last).body().toList();
    }

    private HttpResponse<Stream<String>> listen(String path, String last) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(client.url() + path));
        if (!last.isEmpty()) {
            request.header("Last-Event-ID", last);
        }
        HttpResponse<Stream<String>> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        return response;
    }
}
