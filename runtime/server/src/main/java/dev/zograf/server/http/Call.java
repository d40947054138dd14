package dev.zograf.server.http;

import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request, its path taken apart and its body whole. Immutable. */
public final class Call {

    private final String method;
    private final List<String> path;
    private final Map<String, List<String>> query;
    private final Map<String, String> headers;
    private final Caller caller;
    private final Map<String, String> names;
    private final byte[] body;
    private final List<Part> parts;

    private Call(
            String method,
            List<String> path,
            Map<String, List<String>> query,
            Map<String, String> headers,
            Caller caller,
            Map<String, String> names,
            byte[] body,
            List<Part> parts) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.caller = caller;
        this.names = names;
        this.body = body;
        this.parts = parts;
    }

    /**
     * A request without its body.
     *
     * @param path its segments, percent-decoded once
     * @param headers by name in lower case
     */
    static Call head(String method, List<String> path, Map<String, List<String>> query, Map<String, String> headers) {
        return new Call(method, path, query, headers, Caller.LOCAL, Map.of(), new byte[0], List.of());
    }

    Call by(Caller who, Map<String, String> placeholders) {
        return new Call(method, path, query, headers, who, placeholders, body, parts);
    }

    Call withBody(byte[] bytes) {
        return new Call(method, path, query, headers, caller, names, bytes, parts);
    }

    Call withParts(List<Part> form) {
        return new Call(method, path, query, headers, caller, names, body, List.copyOf(form));
    }

    /** The method, in capitals. */
    public String method() {
        return method;
    }

    /** The segments of the path, percent-decoded once; one may hold a slash that was encoded. */
    public List<String> path() {
        return path;
    }

    /** Who calls. */
    public Caller caller() {
        return caller;
    }

    /** The part of the path that stands for a placeholder of the route. */
    public String name(String placeholder) {
        return names.getOrDefault(placeholder, "");
    }

    /** The first value of a parameter of the query. */
    public Optional<String> query(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** A whole number of the query within a range. */
    public int number(String name, int initial, int min, int max) {
        Optional<String> given = query(name);
        if (given.isEmpty()) {
            return initial;
        }
        try {
            int number = Integer.parseInt(given.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw HttpFailure.bad("The parameter \"" + name + "\" is a whole number from " + min + " to " + max + ".");
    }

    /** A header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The body. */
    public byte[] body() {
        return body;
    }

    /** The parts of a form, in order. */
    public List<Part> parts() {
        return parts;
    }

    /** The first part of a name. */
    public Optional<Part> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }

    /** The body as text. */
    public String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw HttpFailure.of(400, "bad-json", "The body is no UTF-8.");
        }
    }

    /** The body as a JSON object; empty if there is no body. */
    public Map<String, Object> object() {
        if (body.length == 0) {
            return Map.of();
        }
        List<Problem> problems = new ArrayList<>();
        Optional<Object> value = JsonText.parse(text(), problems);
        if (!problems.isEmpty()) {
            throw HttpFailure.of(400, "bad-json", problems.get(0).toString());
        }
        if (!(value.orElse(null) instanceof Map<?, ?> map)) {
            throw HttpFailure.of(400, "bad-json", "The body has to be a JSON object.");
        }
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach((name, entry) -> out.put(String.valueOf(name), entry));
        return out;
    }
}
