package dev.zograf.nodes.image;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.latent.Interpolation;
import dev.zograf.nodes.latent.Masks;
import dev.zograf.nodes.latent.Overlay;
import java.util.Optional;

/** Lays pictures over others, wholly or where a mask is. */
@NodeType(id = "composite-images", title = "Composite images", category = "image")
@Doc("Lays pictures over others, wholly or where a mask is.")
public final class CompositeImages implements Node<CompositeImages.In, CompositeImages.Out> {

    /** What to lay over what. */
    public record In(
            @Doc("The pictures below; the result has their size and number.")
            Image base,

            @Doc(
                    "The pictures above: one for each, the first ones, or all again and again; what reaches over the border is cut off.")
            Image layer,

            @Doc("Where the left side of the layer comes to lie.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 1)
            @Unit("px")
            int x,

            @Doc("Where its upper side comes to lie.") @Default("0") @Range(min = 0, max = 16384, step = 1) @Unit("px")
            int y,

            @Doc("Whether the layer is scaled to the size of the base first.") @Default("false")
            boolean resize,

            @Doc("How much of the layer shows; of another size than the layer it is resized. All of it if absent.")
            Optional<Mask> mask) {}

    /** The result. */
    public record Out(@Doc("Both in one.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor base = in.base().pixels();
        FloatTensor given = in.layer().pixels();
        FloatTensor sized = in.resize() ? Interpolation.BILINEAR.resize(given, base.dim(2), base.dim(3)) : given;
        FloatTensor layer = Masks.repeated(sized, base.dim(0));
        FloatTensor shows = in.mask()
                .map(mask -> Masks.interpolated(mask, layer.dim(2), layer.dim(3)))
                .orElse(FloatTensor.zeros(1, 1, layer.dim(2), layer.dim(3)).map(v -> 1));
        return new Out(Image.of(Overlay.of(base, layer, Masks.repeated(shows, base.dim(0)), in.x(), in.y())));
    }
}
