package dev.zograf.nodes.mask;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Mask;
import java.util.function.DoubleBinaryOperator;

/** Calculates with two masks of which one lies somewhere on the other, and clips what comes of it to 0 to 1. */
@NodeType(id = "composite-masks", title = "Composite masks", category = "mask")
@Doc("Calculates with two masks of which one lies somewhere on the other, and clips what comes of it to 0 to 1.")
public final class CompositeMasks implements Node<CompositeMasks.In, CompositeMasks.Out> {

    /** Which masks, and what to do with them. */
    public record In(
            @Doc("The masks below; the result has their size.")
            Mask base,

            @Doc("The masks above, one for all or as many; what reaches over the border is cut off.")
            Mask layer,

            @Doc("Where the left side of the upper mask comes to lie.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 1)
            @Unit("px")
            int x,

            @Doc("Where its upper side comes to lie.") @Default("0") @Range(min = 0, max = 16384, step = 1) @Unit("px")
            int y,

            @Doc("What comes of the values of both; and, or and xor round them first, one half down.")
            @Choices({"multiply", "add", "subtract", "and", "or", "xor"})
            @Default("multiply")
            String operation) {}

    /** The result. */
    public record Out(@Doc("The masks.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor base = in.base().values();
        if (in.layer().batch() != 1 && in.layer().batch() != base.dim(0)) {
            throw new InvalidInputException(
                    "layer",
                    "There are " + in.layer().batch() + " masks above " + base.dim(0) + ": give one, or as many.");
        }
        FloatTensor layer = in.layer().values().repeatTo(base.dim(0));
        DoubleBinaryOperator operation = operation(in.operation());
        float[] out = base.toArray();
        int h = base.dim(1);
        int w = base.dim(2);
        for (int i = 0; i < out.length; i++) {
            int x = i % w - in.x();
            int y = i / w % h - in.y();
            if (x >= 0 && y >= 0 && x < layer.dim(2) && y < layer.dim(1)) {
                float above = layer.at((i / (h * w) * layer.dim(1) + y) * layer.dim(2) + x);
                out[i] = (float) operation.applyAsDouble(out[i], above);
            }
        }
        return new Out(Mask.of(FloatTensor.wrap(out, base.shape()).clamp(0, 1)));
    }

    private static DoubleBinaryOperator operation(String name) {
        return switch (name) {
            case "add" -> Double::sum;
            case "subtract" -> (a, b) -> a - b;
            case "and" -> (a, b) -> isOn(a) && isOn(b) ? 1 : 0;
            case "or" -> (a, b) -> isOn(a) || isOn(b) ? 1 : 0;
            case "xor" -> (a, b) -> isOn(a) != isOn(b) ? 1 : 0;
            default -> (a, b) -> a * b;
        };
    }

    /** To the nearest whole number, halves to the even one. */
    private static boolean isOn(double value) {
        return Math.rint(value) != 0;
    }
}
