package dev.zograf.nodes.flow;

import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;

/** Fills a word into a text, such as a subject into a prompt. */
@Doc("Replaces every occurrence of a text in another one, such as a placeholder in a prompt.")
@NodeType(id = "text-replace", title = "Replace text", category = "flow/text")
public final class TextReplace implements Node<TextReplace.In, TextReplace.Out> {

    /** What to replace where. */
    public record In(
            @Doc("The text.") String text,
            @Doc("What to look for, letter by letter.") String find,
            @Doc("What to put in its place.") String replacement) {
        public In {
            if (find.isEmpty()) {
                throw new InvalidInputException("find", "An empty text is everywhere; give what to look for.");
            }
        }
    }

    /** The new text. */
    public record Out(
            @Doc("The text with the replacements.") String text) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.text().replace(in.find(), in.replacement()));
    }
}
