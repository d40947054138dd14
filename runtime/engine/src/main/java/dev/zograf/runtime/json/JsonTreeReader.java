package dev.zograf.runtime.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads one JSON document within limits that no honest workflow meets. Duplicate keys are reported and the first one is kept,
 * so that reading goes on; anything else that is not JSON ends it.
 */
final class JsonTreeReader {

    static final int MAX_DEPTH = 64;
    static final int MAX_CHARACTERS = 64 << 20;
    private static final int MAX_NUMBER = 64;
    private static final int MAX_NAME = 1000;
    private static final int MAX_TEXT = 4 << 20;

    private static final JsonFactory FACTORY = factory(false);
    private static final JsonFactory PYTHON = factory(true);

    private final JsonParser parser;
    private final List<Problem> problems;

    private JsonTreeReader(JsonParser parser, List<Problem> problems) {
        this.parser = parser;
        this.problems = problems;
    }

    private static JsonFactory factory(boolean python) {
        return JsonFactory.builder()
                .configure(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, python)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxDocumentLength(MAX_CHARACTERS)
                        .maxNumberLength(MAX_NUMBER)
                        .maxNameLength(MAX_NAME)
                        .maxStringLength(MAX_TEXT)
                        .build())
                .build();
    }

    /** The document, or empty if it is no JSON; what is wrong is added to the problems. */
    static Optional<JsonTree> read(String text, List<Problem> problems) {
        return read(FACTORY, text, problems);
    }

    /** The same, with Python's names for numbers that are none. */
    static Optional<JsonTree> readPython(String text, List<Problem> problems) {
        return read(PYTHON, text, problems);
    }

    private static Optional<JsonTree> read(JsonFactory factory, String text, List<Problem> problems) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            JsonTreeReader reader = new JsonTreeReader(parser, problems);
            JsonToken first = parser.nextToken();
            if (first == null) {
                problems.add(new Problem("", 1, 1, "The file is empty.", "A workflow is a JSON object."));
                return Optional.empty();
            }
            JsonTree tree = reader.value(first, "");
            if (parser.nextToken() != null) {
                problems.add(Problem.at(
                        reader.place(""), "There is something after the end of the document.", "Remove it."));
            }
            return Optional.of(tree);
        } catch (StreamConstraintsException e) {
            problems.add(at(e, limit(e.getOriginalMessage()), "No workflow needs that much."));
        } catch (JacksonException e) {
            problems.add(at(e, "This is not JSON: " + reason(e.getOriginalMessage()) + ".", ""));
        }
        return Optional.empty();
    }

    /** Which limit was met, in our words; the parser says it in those of its own settings. */
    private static String limit(String message) {
        if (message.contains("nesting depth")) {
            return "Arrays and objects are nested more than " + MAX_DEPTH + " deep.";
        }
        if (message.startsWith("Name")) {
            return "A name has more than " + MAX_NAME + " characters.";
        }
        if (message.startsWith("Number")) {
            return "A number has more than " + MAX_NUMBER + " digits.";
        }
        if (message.startsWith("String")) {
            return "A text has more than " + MAX_TEXT + " characters.";
        }
        return "The file has more than " + MAX_CHARACTERS + " characters.";
    }

    /** What the parser says, but for where in its own terms; line and column are said besides. */
    private static String reason(String message) {
        if (message.startsWith("Unexpected end-of-input")) {
            return "it ends before everything that was opened is closed";
        }
        return firstLine(message);
    }

    private JsonTree value(JsonToken token, String pointer) {
        Place at = place(pointer);
        switch (token) {
            case START_OBJECT:
                return object(at);
            case START_ARRAY:
                List<JsonTree> entries = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    entries.add(value(next, at.pointer(String.valueOf(entries.size()))));
                }
                return new JsonTree.Arr(entries, at);
            case VALUE_STRING:
                return new JsonTree.Scalar(parser.getString(), at);
            case VALUE_TRUE:
                return new JsonTree.Scalar(true, at);
            case VALUE_FALSE:
                return new JsonTree.Scalar(false, at);
            case VALUE_NUMBER_INT:
                return new JsonTree.Scalar(whole(), at);
            case VALUE_NUMBER_FLOAT:
                return new JsonTree.Scalar(parser.getDoubleValue(), at);
            default:
                return new JsonTree.Scalar(null, at);
        }
    }

    private Object whole() {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? parser.getBigIntegerValue()
                : (Object) parser.getLongValue();
    }

    private JsonTree object(Place at) {
        Map<String, JsonTree.Member> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Place nameAt = place(at.pointer(name));
            JsonTree value = value(parser.nextToken(), nameAt.pointer());
            JsonTree.Member first = members.putIfAbsent(name, new JsonTree.Member(nameAt, value));
            if (first != null) {
                problems.add(Problem.at(
                        nameAt,
                        "\"" + name + "\" is there twice; the first is on line "
                                + first.nameAt().line() + ".",
                        "Remove or rename one."));
            }
        }
        return new JsonTree.Obj(members, at);
    }

    private Place place(String pointer) {
        TokenStreamLocation location = parser.currentTokenLocation();
        return new Place(pointer, location.getLineNr(), location.getColumnNr());
    }

    private static Problem at(JacksonException e, String message, String remedy) {
        @Nullable TokenStreamLocation location = e.getLocation();
        return location == null
                ? new Problem("", 0, 0, message, remedy)
                : new Problem(
                        "", Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()), message, remedy);
    }

    private static String firstLine(@Nullable String message) {
        String text = message == null
                ? "it cannot be parsed"
                : message.lines().findFirst().orElse("");
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
