package dev.zograf.server.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that is answered with an error: its status, a word for programs, and a message for people. */
public final class HttpFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final transient Map<String, Object> extras;
    private final transient Map<String, String> headers;

    private HttpFailure(
            int status, String code, String message, Map<String, Object> extras, Map<String, String> headers) {
        super(message);
        this.status = status;
        this.code = code;
        this.extras = extras;
        this.headers = headers;
    }

    /**
     * A failure.
     *
     * @param status from 400
     * @param code a word such as {@code not-found}
     * @param message what is wrong and what to do about it
     */
    public static HttpFailure of(int status, String code, String message) {
        return new HttpFailure(status, code, message, Map.of(), Map.of());
    }

    /** The request is wrong: 400. */
    public static HttpFailure bad(String message) {
        return of(400, "bad-request", message);
    }

    /** There is no such thing: 404. */
    public static HttpFailure missing(String message) {
        return of(404, "not-found", message);
    }

    /** The same with a further field in the answer. */
    public HttpFailure with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extras);
        more.put(name, value);
        return new HttpFailure(status, code, message(), more, headers);
    }

    /** The same with a header of the answer. */
    public HttpFailure header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpFailure(status, code, message(), extras, more);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The word for programs. */
    public String code() {
        return code;
    }

    /** What is wrong; never null. */
    public String message() {
        return String.valueOf(getMessage());
    }

    /** Further fields of the answer. */
    public Map<String, Object> extras() {
        return extras;
    }

    /** Headers of the answer. */
    public Map<String, String> headers() {
        return headers;
    }
}
