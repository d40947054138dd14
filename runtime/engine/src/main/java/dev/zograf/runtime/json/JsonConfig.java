package dev.zograf.runtime.json;

import dev.zograf.api.BadFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads the JSON objects that come with models: configurations, vocabularies, headers. Lenient where Python is ({@code NaN},
 * {@code -Infinity}), strict elsewhere: keys occur once and nothing follows the object.
 */
public final class JsonConfig {

    /** What the reader says of itself and of the source that it does not show. */
    private static final Pattern ASIDE = Pattern.compile(" \\(start marker at \\[.*|, from `[^`]*`(?=\\))");

    private static final int MAX_DEPTH = 64;
    private static final int MAX_STRING = 64 << 20;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_STRING)
                    .maxStringLength(MAX_STRING)
                    .maxNumberLength(100)
                    .build())
            .build();

    private JsonConfig() {}

    /**
     * The object in order of the file. Values are {@code String}, {@code Long}, {@code BigInteger}, {@code Double}, {@code Boolean},
     * {@code List}, {@code Map} or null.
     *
     * @param file its name for messages
     * @param utf8 at most as long as the caller is ready to hold in memory several times
     * @throws BadFileException if it is no JSON object
     */
    public static Map<String, @Nullable Object> parse(String file, byte[] utf8) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadFileException(file, "The content is not a JSON object.");
            }
            Map<String, @Nullable Object> object = object(parser);
            if (parser.nextToken() != null) {
                throw new BadFileException(file, "There is text after the JSON object" + place(parser) + ".");
            }
            return object;
        } catch (JacksonException e) {
            String reason = e.getOriginalMessage();
            String line = reason == null
                    ? ""
                    : ASIDE.matcher(reason.lines().findFirst().orElse("")).replaceAll("");
            String where = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw new BadFileException(file, "The JSON is damaged" + where + ": " + line, e);
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            out.put(name, value(parser));
        }
        return out;
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> whole(parser.getNumberValue());
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static List<@Nullable Object> array(JsonParser parser) {
        List<@Nullable Object> out = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            out.add(value(parser));
        }
        return out;
    }

    private static Number whole(Number number) {
        return number instanceof Integer ? Long.valueOf(number.longValue()) : number;
    }

    private static String place(JsonParser parser) {
        return " (line " + parser.currentTokenLocation().getLineNr() + ")";
    }
}
