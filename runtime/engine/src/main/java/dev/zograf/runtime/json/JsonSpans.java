package dev.zograf.runtime.json;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Where each value of a JSON text begins and ends, so that some of them can be replaced and everything else, down to the last blank,
 * stays as its author wrote it.
 */
public final class JsonSpans {

    /**
     * A part of a text.
     *
     * @param start index of its first character
     * @param end index after its last character
     */
    public record Span(int start, int end) {
        /** The part itself. */
        public String of(String text) {
            return text.substring(start, end);
        }
    }

    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, Span> spans = new HashMap<>();

    private JsonSpans() {}

    /** The values of a text by JSON pointer. The text has been read without a problem before. */
    public static JsonSpans of(String text) {
        JsonSpans spans = new JsonSpans();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            spans.value(parser, parser.nextToken(), "", text);
        }
        return spans;
    }

    /** The value at a pointer. */
    public Optional<Span> find(String pointer) {
        return Optional.ofNullable(spans.get(pointer));
    }

    private void value(JsonParser parser, @Nullable JsonToken token, String pointer, String text) {
        int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
        if (token == JsonToken.START_OBJECT) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = new Place(pointer, 0, 0).pointer(parser.currentName());
                value(parser, parser.nextToken(), name, text);
            }
        } else if (token == JsonToken.START_ARRAY) {
            int i = 0;
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                value(parser, next, pointer + "/" + i++, text);
            }
        } else if (token == JsonToken.VALUE_STRING) {
            // Strings are read lazily: only now is the parser at their end.
            parser.getString();
        }
        int end = Math.toIntExact(parser.currentLocation().getCharOffset());
        // A number's end is found by the character after it.
        while (end > start + 1 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        spans.put(pointer, new Span(start, end));
    }
}
