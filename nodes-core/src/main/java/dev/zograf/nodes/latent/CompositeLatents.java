package dev.zograf.nodes.latent;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.conditioning.BilinearResize;
import java.util.Optional;

/** Lays a latent over another at a place, wholly, with soft sides or through a mask. */
@NodeType(id = "composite-latents", title = "Composite latents", category = "latent")
@Doc("Lays a latent over another at a place, wholly, with soft sides or through a mask.")
public final class CompositeLatents implements Node<CompositeLatents.In, CompositeLatents.Out> {

    /** What to lay over what. */
    public record In(
            @Doc("The latents below; the result has their size, mask and noise.")
            Latent base,

            @Doc("The latents above; what reaches over the border is cut off.")
            Latent layer,

            @Doc("Where the left side of the layer comes to lie, in pixels of the picture.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 8)
            @Unit("px")
            int x,

            @Doc("Where its upper side comes to lie, in pixels of the picture.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 8)
            @Unit("px")
            int y,

            @Doc(
                    "Over how many pixels of the picture the sides of the layer fade, save those on the border of the base.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 8)
            @Unit("px")
            int feather,

            @Doc("How much of the layer shows; of another size than the layer it is resized. All of it if absent.")
            Optional<Mask> mask,

            @Doc("Whether the layer is scaled to the size of the base first.") @Default("false")
            boolean resize,

            @Doc("The VAE of the latent, for how many pixels of a picture one of a latent stands; without it, 8.")
            Optional<Vae> vae) {}

    /** The result. */
    public record Out(@Doc("Both in one.") Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor base = in.base().samples();
        FloatTensor layer = in.layer().samples();
        Latents.requireChannels(layer, base, "layer");
        int factor = Latents.factor(in.vae());
        if (in.resize()) {
            layer = BilinearResize.of(layer, base.dim(2), base.dim(3));
        }
        layer = Masks.repeated(layer, base.dim(0));
        int left = in.x() / factor;
        int top = in.y() / factor;
        FloatTensor shows = shows(in, layer, base, left, top, in.feather() / factor);
        return new Out(Latents.painted(in.base(), Overlay.of(base, layer, shows, left, top)));
    }

    /** How much of the layer shows at each of its pixels: {@code [batch, 1, h, w]}. */
    private static FloatTensor shows(In in, FloatTensor layer, FloatTensor base, int left, int top, int feather) {
        int h = layer.dim(2);
        int w = layer.dim(3);
        FloatTensor all = in.mask()
                .map(mask -> Masks.interpolated(mask, h, w))
                .orElse(FloatTensor.zeros(1, 1, h, w).map(v -> 1));
        float[] out = Masks.repeated(all, layer.dim(0)).toArray();
        for (int i = 0; i < out.length; i++) {
            int x = i % w;
            int y = i / w % h;
            double share = 1;
            share *= left > 0 ? fade(x, feather) : 1;
            share *= top > 0 ? fade(y, feather) : 1;
            share *= left + w < base.dim(3) ? fade(w - 1 - x, feather) : 1;
            share *= top + h < base.dim(2) ? fade(h - 1 - y, feather) : 1;
            out[i] = (float) (out[i] * share);
        }
        return FloatTensor.wrap(out, layer.dim(0), 1, h, w);
    }

    private static double fade(int distance, int feather) {
        return distance < feather ? (distance + 1.0) / feather : 1;
    }
}
