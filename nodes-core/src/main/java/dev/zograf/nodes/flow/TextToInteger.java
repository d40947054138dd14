package dev.zograf.nodes.flow;

import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;

/** Reads a whole number of 64 bits, such as a seed from a table. Space around it does not count. */
@Doc("Reads a whole number from a text, such as a seed from a table.")
@NodeType(id = "text-to-integer", title = "Text to integer", category = "flow/number")
public final class TextToInteger implements Node<TextToInteger.In, TextToInteger.Out> {

    /** The text. */
    public record In(
            @Doc("A whole number in decimal digits, such as 42 or -7; space around it does not count.")
            String text) {}

    /** The number. */
    public record Out(@Doc("The number.") long value) {}

    @Override
    public Out run(In in, RunContext ctx) {
        try {
            return new Out(Long.parseLong(in.text().strip()));
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    "text",
                    "\"" + shown(in.text()) + "\" is no whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE
                            + "; write digits alone, such as 42. Numbers with a point are read by text-to-number.",
                    e);
        }
    }

    /** As much of a text as a message has room for. */
    static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
