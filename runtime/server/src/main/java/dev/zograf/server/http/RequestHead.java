package dev.zograf.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** Takes the head of a request apart. A path is decoded once, segment by segment, so that an encoded slash never becomes a boundary. */
final class RequestHead {

    private RequestHead() {}

    static Call of(Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.merge(
                    field.getName().toLowerCase(Locale.ROOT),
                    String.valueOf(field.getValue()),
                    (one, other) -> one + ", " + other);
        }
        if (!headers.containsKey("host") && request.getHttpURI().getAuthority() != null) {
            headers.put("host", request.getHttpURI().getAuthority());
        }
        return Call.head(request.getMethod(), path(request.getHttpURI().getPath()), query(request), headers);
    }

    private static Map<String, List<String>> query(Request request) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        try {
            for (Fields.Field field : Request.extractQueryParameters(request, StandardCharsets.UTF_8)) {
                query.put(field.getName(), field.getValues());
            }
        } catch (RuntimeException e) {
            throw HttpFailure.bad("The query of the address cannot be read.");
        }
        return query;
    }

    /** The segments of a path. */
    static List<String> path(String raw) {
        String bare = raw == null || raw.isEmpty() ? "/" : raw.split(";", 2)[0];
        if (!bare.startsWith("/")) {
            throw HttpFailure.bad("The path has to begin with a slash.");
        }
        List<String> segments = new ArrayList<>();
        for (String part : bare.substring(1).split("/", -1)) {
            String segment = decode(part);
            if (segment.equals(".") || segment.equals("..")) {
                throw HttpFailure.bad("The path may not have the segment \"" + segment + "\".");
            }
            if (segment.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
                throw HttpFailure.bad("The path may not have control characters.");
            }
            segments.add(segment);
        }
        return segments;
    }

    private static String decode(String part) {
        byte[] bytes = new byte[part.length() * 3];
        int length = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '%') {
                int value = i + 2 <= part.length() - 1 ? hex(part.charAt(i + 1)) * 16 + hex(part.charAt(i + 2)) : -1;
                if (value < 0) {
                    throw HttpFailure.bad("The path has a percent sign that encodes nothing.");
                }
                bytes[length++] = (byte) value;
                i += 2;
            } else {
                byte[] encoded = String.valueOf(c).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(encoded, 0, bytes, length, encoded.length);
                length += encoded.length;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw HttpFailure.bad("The path is no UTF-8.");
        }
    }

    /** The value of a digit, or so little that no sum with another is a byte. */
    private static int hex(char c) {
        int value = Character.digit(c, 16);
        return value < 0 ? -1000 : value;
    }
}
