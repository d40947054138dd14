package dev.zograf.contrib.prompts;

import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts values into a text with names in braces. */
@Doc("Puts values into a text with names in braces, such as a {colour} {animal}.")
@NodeType(id = "contrib.fill-template", title = "Fill template", category = "text")
public final class FillTemplate implements Node<FillTemplate.In, FillTemplate.Out> {

    /** What to fill, and with what. */
    public record In(
            @Doc("The text; {colour} is replaced by the value of that name, {{ is a brace.")
            String template,

            @Doc("The names of the values, each once.") List<String> names,

            @Doc("The values, as many as names and in their order.")
            List<String> values) {

        /** Each name has a value. */
        public In {
            if (names.size() != values.size()) {
                throw new InvalidInputException(
                        "values",
                        "There are " + names.size() + " names and " + values.size() + " values; give each name one.");
            }
        }
    }

    /** What came of it. */
    public record Out(@Doc("The text with values.") String text) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < in.names().size(); i++) {
            if (values.put(in.names().get(i), in.values().get(i)) != null) {
                throw new InvalidInputException(
                        "names", "The name \"" + in.names().get(i) + "\" is there twice; give it once.");
            }
        }
        return new Out(new Budget("values").spend(Placeholders.fill("template", in.template(), values)));
    }
}
