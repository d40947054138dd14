package dev.zograf.contrib.filters.blend;

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
import java.util.Optional;

/** Lays a picture over another at a place, wholly or through a mask. */
@NodeType(id = "contrib.composite", title = "Composite", category = "image/compose")
@Doc("Lays a picture over another at a place, wholly or through a mask.")
public final class Composite implements Node<Composite.In, Composite.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures below; the result has their size.")
            Image base,

            @Doc("The pictures above, as many, or one for all; what reaches over the border is cut off.")
            Image layer,

            @Doc("Where the left side of the layer comes to lie, in pixels from the left; may be negative.")
            @Range(min = -65536, max = 65536)
            @Default("0")
            int x,

            @Doc("Where the upper side of the layer comes to lie, in pixels from the top; may be negative.")
            @Range(min = -65536, max = 65536)
            @Default("0")
            int y,

            @Doc("How much of the layer shows, of the layer's size; all of it if absent.")
            Optional<Mask> mask) {}

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Image base = in.base();
        Image layer = in.layer();
        int batch = Batches.common("layer", base.batch(), layer.batch());
        if (in.mask().isPresent()) {
            Batches.sameSize("mask", in.mask().get(), "layer", layer);
            batch = Batches.common("mask", batch, in.mask().get().batch());
        }
        float[] out = base.pixels().repeatTo(batch).toArray();
        for (int n = 0; n < batch; n++) {
            for (int c = 0; c < 3; c++) {
                lay(in, n, c, out);
            }
            ctx.progress(n + 1, batch);
        }
        return new Out(Image.of(FloatTensor.wrap(out, batch, 3, base.height(), base.width())));
    }

    private static void lay(In in, int n, int c, float[] out) {
        Image base = in.base();
        Image layer = in.layer();
        int plane = (layer.batch() == 1 ? c : 3 * n + c) * layer.height();
        int mask = in.mask().isEmpty() || in.mask().get().batch() == 1 ? 0 : n * layer.height();
        int toY = Math.min(layer.height(), base.height() - in.y());
        int toX = Math.min(layer.width(), base.width() - in.x());
        for (int y = Math.max(0, -in.y()); y < toY; y++) {
            for (int x = Math.max(0, -in.x()); x < toX; x++) {
                int at = ((n * 3 + c) * base.height() + y + in.y()) * base.width() + x + in.x();
                float s = layer.pixels().at((plane + y) * layer.width() + x);
                float alpha = in.mask().isEmpty() ? 1 : in.mask().get().values().at((mask + y) * layer.width() + x);
                out[at] = alpha == 1 ? s : out[at] + alpha * (s - out[at]);
            }
        }
    }
}
