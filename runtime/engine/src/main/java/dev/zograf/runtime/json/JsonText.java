package dev.zograf.runtime.json;

import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.DefaultPrettyPrinter.FixedSpaceIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter.NopIndenter;
import tools.jackson.core.util.Separators;

/** JSON text to and from plain Java values: maps, lists, texts, numbers, booleans. */
public final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Separators SPACED = Separators.createDefaultInstance()
            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
            .withArrayElementSpacing(Separators.Spacing.AFTER);
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

    private JsonText() {}

    /** The value of a JSON text, or empty if it is none, or null. */
    public static Optional<Object> parse(String json) {
        return parse(json, new ArrayList<>());
    }

    /**
     * As {@link #parse(String)}.
     *
     * @param problems gets what is wrong with the text
     */
    public static Optional<Object> parse(String json, List<Problem> problems) {
        int before = problems.size();
        Optional<JsonTree> tree = JsonTreeReader.read(json, problems);
        return problems.size() == before ? tree.map(JsonTree::plain) : Optional.empty();
    }

    /**
     * An indented JSON text of a plain value, lines ended by {@code \n}.
     *
     * @throws IllegalArgumentException if something in it is no plain value
     */
    public static String write(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(new Indented(), text)) {
            write(generator, value);
        }
        return text.append('\n').toString();
    }

    /** A plain value on one line, with a blank after colons and commas. */
    public static String compact(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(new OneLine(), text)) {
            write(generator, value);
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            map.forEach((name, entry) -> {
                out.writeName(String.valueOf(name));
                write(out, entry);
            });
            out.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            out.writeStartArray();
            list.forEach(entry -> write(out, entry));
            out.writeEndArray();
        } else if (value instanceof String text) {
            out.writeString(text);
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Double || value instanceof Float) {
            out.writeNumber(((Number) value).doubleValue());
        } else if (value instanceof BigInteger number) {
            out.writeNumber(number);
        } else if (value instanceof Number number) {
            out.writeNumber(number.longValue());
        } else if (value == null) {
            out.writeNull();
        } else {
            throw new IllegalArgumentException(
                    "JSON has no form for a " + value.getClass().getName() + ".");
        }
    }

    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER);
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }

    private static final class OneLine extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter(SPACED)
                    .withObjectIndenter(new FixedSpaceIndenter())
                    .withArrayIndenter(NopIndenter.instance());
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
