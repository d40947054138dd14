package dev.zograf.runtime.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** JSON text to and from plain Java values: maps, lists, texts, numbers, booleans. */
public final class JsonText {

    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter PRETTY = JsonMapper.builder()
            .build()
            .writer()
            .with(new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER));

    private JsonText() {}

    /** The value of a JSON text, or empty if it is none, or null. */
    public static Optional<Object> parse(String json) {
        List<Problem> problems = new ArrayList<>();
        Optional<JsonTree> tree = JsonTreeReader.read(json, problems);
        return problems.isEmpty() ? tree.map(JsonTree::plain) : Optional.empty();
    }

    /** An indented JSON text of a plain value, lines ended by {@code \n}. */
    public static String write(Object value) {
        return PRETTY.writeValueAsString(value) + "\n";
    }
}
