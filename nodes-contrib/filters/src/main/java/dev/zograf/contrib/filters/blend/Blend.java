package dev.zograf.contrib.filters.blend;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.contrib.filters.pixels.Batches;
import dev.zograf.contrib.filters.pixels.Pixels;
import java.util.Optional;

/** Blends a picture over another of the same size. */
@NodeType(id = "contrib.blend", title = "Blend", category = "image/compose")
@Doc("Blends a picture over another of the same size.")
public final class Blend implements Node<Blend.In, Blend.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures below.") Image base,

            @Doc("The pictures above, as many, or one for all.")
            Image layer,

            @Doc("How the colours of both make one.")
            @Choices({
                "normal",
                "multiply",
                "screen",
                "overlay",
                "darken",
                "lighten",
                "colour-dodge",
                "colour-burn",
                "hard-light",
                "soft-light",
                "difference",
                "exclusion",
                "hue",
                "saturation",
                "colour",
                "luminosity",
                "add",
                "subtract",
                "divide",
                "linear-burn",
                "linear-light"
            })
            @Default("normal")
            String mode,

            @Doc("How much of the result shows; 0 leaves the base.") @Range(min = 0, max = 1, step = 0.01) @Default("1")
            double opacity,

            @Doc("Where to blend, of the same size; everywhere if absent.")
            Optional<Mask> mask) {}

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Image base = in.base();
        Image layer = in.layer();
        Batches.sameSize("layer", layer.width(), layer.height(), "base", base.width(), base.height());
        int batch = Batches.common("layer", base.batch(), layer.batch());
        if (in.mask().isPresent()) {
            Batches.sameSize("mask", in.mask().get(), "base", base);
            batch = Batches.common("mask", batch, in.mask().get().batch());
        }
        BlendMode mode = BlendMode.of(in.mode());
        int area = base.width() * base.height();
        float[] out = new float[batch * 3 * area];
        float[] b = new float[3];
        float[] s = new float[3];
        float[] both = new float[3];
        for (int n = 0; n < batch; n++) {
            int under = base.batch() == 1 ? 0 : n * 3 * area;
            int over = layer.batch() == 1 ? 0 : n * 3 * area;
            for (int i = 0; i < area; i++) {
                for (int c = 0; c < 3; c++) {
                    b[c] = base.pixels().at(under + c * area + i);
                    s[c] = layer.pixels().at(over + c * area + i);
                }
                mode.blend(b, s, both);
                double alpha = in.opacity() * weight(in.mask(), n, area, i);
                for (int c = 0; c < 3; c++) {
                    out[(n * 3 + c) * area + i] = Pixels.clip((float) (b[c] + alpha * (Pixels.clip(both[c]) - b[c])));
                }
            }
            ctx.progress(n + 1, batch);
        }
        return new Out(Image.of(FloatTensor.wrap(out, batch, 3, base.height(), base.width())));
    }

    private static double weight(Optional<Mask> mask, int n, int area, int i) {
        return mask.isEmpty() ? 1 : mask.get().values().at((mask.get().batch() == 1 ? 0 : n * area) + i);
    }
}
