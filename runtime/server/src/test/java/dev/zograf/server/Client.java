package dev.zograf.server;

import dev.zograf.runtime.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Speaks HTTP with a server that a test started: decently by {@link HttpClient}, and by hand where a client would not. */
public final class Client {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final int port;

    public Client(String url, int port) {
        this.url = url;
        this.port = port;
    }

    /** An answer. */
    public record Answer(int status, Map<String, List<String>> headers, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> entry.getValue().get(0))
                    .findFirst()
                    .orElse("");
        }

        @SuppressWarnings("unchecked")
        public Map<String, Object> json() {
            return (Map<String, Object>)
                    JsonText.parse(text()).orElseThrow(() -> new AssertionError("no JSON: " + text()));
        }
    }

    public String url() {
        return url;
    }

    public Answer get(String path, String... headers) throws Exception {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, Object json, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return send("POST", path, JsonText.compact(json).getBytes(StandardCharsets.UTF_8), all);
    }

    public Answer send(String method, String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response.headers().map(), response.body());
    }

    /** A form with one file and further fields. */
    public Answer form(String path, String field, String fileName, byte[] file, Map<String, String> more)
            throws Exception {
        String boundary = "zograf-test-boundary";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Map.Entry<String, String> entry : more.entrySet()) {
            body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + entry.getKey()
                            + "\"\r\n\r\n" + entry.getValue() + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\""
                        + fileName + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(file);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send("POST", path, body.toByteArray(), "Content-Type", "multipart/form-data; boundary=" + boundary);
    }

    /** What the server answers to these bytes, until it closes the connection. */
    public String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** The status of a raw request. */
    public int rawStatus(String method, String path, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        boolean host = false;
        for (int i = 0; i < headers.length; i += 2) {
            host |= headers[i].equals("Host");
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        request.append(host ? "" : "Host: 127.0.0.1:" + port + "\r\n").append("\r\n");
        String answer = raw(request.toString());
        return Integer.parseInt(answer.substring(9, 12));
    }

    /** Waits until a job has ended, and gives it. */
    public Map<String, Object> ended(String id) throws Exception {
        while (true) {
            Map<String, Object> job = get("/v1/jobs/" + id).json();
            if (!List.of("queued", "running").contains(job.get("state"))) {
                return job;
            }
            Thread.sleep(20);
        }
    }

    /** A workflow that paints, as a request for a job. */
    public static Map<String, Object> painting(long seed, int steps, int millis) {
        return Map.of(
                "workflow",
                Map.of(
                        "zograf",
                        1L,
                        "title",
                        "Paint",
                        "inputs",
                        Map.of("seed", Map.of("type", "integer", "default", seed)),
                        "nodes",
                        Map.of(
                                "paint",
                                Map.of(
                                        "type",
                                        "test.paint@1",
                                        "in",
                                        Map.of(
                                                "seed",
                                                Map.of("from", "inputs.seed"),
                                                "steps",
                                                steps,
                                                "millis",
                                                millis))),
                        "outputs",
                        Map.of("image", Map.of("from", "paint.image"))));
    }
}
