package dev.zograf.nodes.flow;

import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.util.regex.Pattern;

/** Reads a number, such as a strength from a table. The sign of fractions is a point whatever the language of the machine. */
@Doc("Reads a number from a text, such as a strength from a table.")
@NodeType(id = "text-to-number", title = "Text to number", category = "flow/number")
public final class TextToNumber implements Node<TextToNumber.In, TextToNumber.Out> {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");

    /** The text. */
    public record In(
            @Doc("A number in decimal digits with a point, such as 4, -0.5 or 1e-3; space around it does not count.")
            String text) {}

    /** The number. */
    public record Out(@Doc("The number.") double value) {}

    @Override
    public Out run(In in, RunContext ctx) {
        String text = in.text().strip();
        double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw new InvalidInputException(
                    "text",
                    "\"" + TextToInteger.shown(text)
                            + "\" is no number; write digits with a point before fractions, such as 0.5.");
        }
        return new Out(value);
    }
}
