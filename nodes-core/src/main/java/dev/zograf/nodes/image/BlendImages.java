package dev.zograf.nodes.image;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.nodes.latent.Interpolation;
import java.util.function.DoubleBinaryOperator;

/**
 * Blends two pictures, {@code first + factor (mode(first, second) - first)} clipped to 0 to 1. The modes are those of W3C's Compositing and
 * Blending, section 9; the difference keeps its sign until the clipping.
 */
@NodeType(id = "blend-images", title = "Blend images", category = "image")
@Doc("Blends two pictures as node-based interfaces do it.")
public final class BlendImages implements Node<BlendImages.In, BlendImages.Out> {

    /** What to blend, and how. */
    public record In(
            @Doc("The first; the result has its size.") Image first,

            @Doc(
                    "The second, as many or one for all; of another size, the largest middle part of the first's shape is scaled.")
            Image second,

            @Doc("How much of what the mode makes of both shows.") @Default("0.5") @Range(min = 0, max = 1, step = 0.01)
            double factor,

            @Doc("What the mode makes of both.")
            @Choices({"normal", "multiply", "screen", "overlay", "soft-light", "difference"})
            @Default("normal")
            String mode) {}

    /** The result. */
    public record Out(@Doc("The blended pictures.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor first = in.first().pixels();
        FloatTensor second = in.second().pixels();
        if (!in.second().size().equals(in.first().size())) {
            second = Interpolation.BICUBIC.resizeMiddle(second, first.dim(2), first.dim(3));
        }
        if (first.dim(0) != 1 && second.dim(0) != 1 && first.dim(0) != second.dim(0)) {
            throw new InvalidInputException(
                    "second",
                    "There are " + second.dim(0) + " pictures for " + first.dim(0) + ": give one, or as many.");
        }
        int batch = Math.max(first.dim(0), second.dim(0));
        DoubleBinaryOperator mode = mode(in.mode());
        double factor = in.factor();
        return new Out(Image.of(first.repeatTo(batch)
                .zip(second.repeatTo(batch), (a, b) -> a * (1 - factor) + mode.applyAsDouble(a, b) * factor)
                .clamp(0, 1)));
    }

    private static DoubleBinaryOperator mode(String name) {
        return switch (name) {
            case "multiply" -> (a, b) -> a * b;
            case "screen" -> (a, b) -> 1 - (1 - a) * (1 - b);
            case "overlay" -> (a, b) -> a <= 0.5 ? 2 * a * b : 1 - 2 * (1 - a) * (1 - b);
            case "soft-light" -> BlendImages::softLight;
            case "difference" -> (a, b) -> a - b;
            default -> (a, b) -> b;
        };
    }

    private static double softLight(double a, double b) {
        if (b <= 0.5) {
            return a - (1 - 2 * b) * a * (1 - a);
        }
        double lighter = a <= 0.25 ? ((16 * a - 12) * a + 4) * a : Math.sqrt(a);
        return a + (2 * b - 1) * (lighter - a);
    }
}
