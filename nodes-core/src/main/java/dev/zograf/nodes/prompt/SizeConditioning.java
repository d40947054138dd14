package dev.zograf.nodes.prompt;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.MicroConditioning;
import dev.zograf.api.value.Size;
import java.util.Optional;

/** Tells SDXL how large the original of the picture would be, where it was cut, and which size is wanted (Podell et al. 2023). */
@NodeType(id = "size-conditioning", title = "Size conditioning", category = "conditioning")
@Doc("Tells SDXL how large the original of the picture would be, where it was cut, and which size is wanted.")
public final class SizeConditioning implements Node<SizeConditioning.In, SizeConditioning.Out> {

    /** What to tell. */
    public record In(
            @Doc("The encoded prompt of an SDXL model; other models ignore what is told here.")
            Conditioning conditioning,

            @Doc("Width of the original; 0 is that of the painted picture. Small originals look blurred.")
            @Default("0")
            @Range(min = 0, max = 65536, step = 1)
            @Unit("px")
            int width,

            @Doc("Height of the original; 0 is that of the painted picture.")
            @Default("0")
            @Range(min = 0, max = 65536, step = 1)
            @Unit("px")
            int height,

            @Doc("How many rows were cut off above; 0 shows things whole and in the middle.")
            @Default("0")
            @Range(min = 0, max = 65536, step = 1)
            @Unit("px")
            int cropTop,

            @Doc("How many columns were cut off on the left.")
            @Default("0")
            @Range(min = 0, max = 65536, step = 1)
            @Unit("px")
            int cropLeft,

            @Doc("Width that is wanted; 0 is that of the painted picture.")
            @Default("0")
            @Range(min = 0, max = 65536, step = 1)
            @Unit("px")
            int targetWidth,

            @Doc("Height that is wanted; 0 is that of the painted picture.")
            @Default("0")
            @Range(min = 0, max = 65536, step = 1)
            @Unit("px")
            int targetHeight,

            @Doc("What a refiner is told of the beauty, 1 to 10; 6 without it, and 2.5 on the negative side.")
            Optional<Double> aestheticScore) {
        public In {
            together("width", width, "height", height);
            together("targetWidth", targetWidth, "targetHeight", targetHeight);
        }

        private static void together(String one, int a, String other, int b) {
            if ((a == 0) != (b == 0)) {
                throw new InvalidInputException(
                        a == 0 ? one : other, "Set both " + one + " and " + other + ", or none.");
            }
        }
    }

    /** The result. */
    public record Out(@Doc("The same, with the sizes.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Conditioning told = in.conditioning().with(MicroConditioning.KEY, sizes(in, in.aestheticScore()));
        // What guidance leads away from without a negative prompt has the same sizes, but not the beauty.
        return new Out(in.conditioning()
                .get(Conditioning.UNCONDITIONAL)
                .map(nothing -> told.with(
                        Conditioning.UNCONDITIONAL, nothing.with(MicroConditioning.KEY, sizes(in, Optional.empty()))))
                .orElse(told));
    }

    private static MicroConditioning sizes(In in, Optional<Double> score) {
        return MicroConditioning.of(
                size(in.width(), in.height()),
                in.cropTop(),
                in.cropLeft(),
                size(in.targetWidth(), in.targetHeight()),
                score);
    }

    private static Optional<Size> size(int width, int height) {
        return width == 0 ? Optional.empty() : Optional.of(Size.of(width, height));
    }
}
