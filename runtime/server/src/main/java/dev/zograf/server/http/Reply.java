package dev.zograf.server.http;

import dev.zograf.runtime.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What a request is answered with. Immutable. */
public final class Reply {

    /** JSON in UTF-8, which needs no parameter (RFC 8259). */
    public static final String JSON = "application/json";

    /** The rest of an answer. */
    sealed interface Body {}

    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] bytes) implements Body {}

    record Content(Path file) implements Body {}

    record Stream(Consumer<EventStream> opened) implements Body {}

    private final int status;
    private final Map<String, String> headers;
    private final Body body;

    private Reply(int status, Map<String, String> headers, Body body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** A plain value as JSON. */
    public static Reply json(int status, Object value) {
        return bytes(status, JSON, JsonText.write(value).getBytes(StandardCharsets.UTF_8));
    }

    /** A plain value as JSON, with 200. */
    public static Reply json(Object value) {
        return json(200, value);
    }

    /** Plain text. */
    public static Reply text(int status, String text) {
        return bytes(status, "text/plain;charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes of a media type. */
    public static Reply bytes(int status, String type, byte[] bytes) {
        return new Reply(status, Map.of("Content-Type", type), new Bytes(bytes));
    }

    /** A file, sent piece by piece as the client takes it. */
    public static Reply file(String type, Path file) {
        return new Reply(200, Map.of("Content-Type", type), new Content(file));
    }

    /** No body. */
    public static Reply empty(int status) {
        return new Reply(status, Map.of(), new Bytes(new byte[0]));
    }

    /** Server-sent events, as long as both sides like; the consumer is called once the stream is open and must not wait. */
    public static Reply events(Consumer<EventStream> opened) {
        return new Reply(
                200,
                Map.of("Content-Type", "text/event-stream", "Cache-Control", "no-store", "X-Accel-Buffering", "no"),
                new Stream(opened));
    }

    /** The same with a header. */
    public Reply header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    Body body() {
        return body;
    }
}
