package dev.zograf.contrib.prompts;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.util.ArrayList;
import java.util.List;

/** Splits a text at a separator. */
@Doc("Splits a text at a separator.")
@NodeType(id = "contrib.split-text", title = "Split text", category = "text")
public final class SplitText implements Node<SplitText.In, SplitText.Out> {

    /** What to split. */
    public record In(
            @Doc("The text.") String text,

            @Doc("What the parts are divided by; a line break is \\n in JSON.") @Default("\",\"")
            String separator,

            @Doc("Removes space around each part.") @Default("true")
            boolean strip,

            @Doc("Leaves out empty parts.") @Default("true") boolean skipEmpty) {

        /** Nothing divides nothing. */
        public In {
            if (separator.isEmpty()) {
                throw new InvalidInputException("separator", "The separator is empty; give at least one character.");
            }
        }
    }

    /** What came of it. */
    public record Out(
            @Doc("The parts in order.") List<String> texts,
            @Doc("How many parts there are.") int count) {}

    @Override
    public Out run(In in, RunContext ctx) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (from >= 0) {
            int to = in.text().indexOf(in.separator(), from);
            String part = to < 0 ? in.text().substring(from) : in.text().substring(from, to);
            part = in.strip() ? part.strip() : part;
            if (!in.skipEmpty() || !part.isEmpty()) {
                parts.add(part);
            }
            from = to < 0 ? -1 : to + in.separator().length();
        }
        return new Out(parts, parts.size());
    }
}
