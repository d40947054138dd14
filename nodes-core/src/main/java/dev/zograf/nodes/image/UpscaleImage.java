package dev.zograf.nodes.image;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.model.Tiling;
import dev.zograf.api.model.Upscaler;
import dev.zograf.api.value.Image;
import java.util.Optional;

/** Enlarges pictures with a super-resolution network. */
@NodeType(id = "upscale", title = "Upscale", category = "image")
@Doc("Enlarges pictures with a super-resolution network.")
public final class UpscaleImage implements Node<UpscaleImage.In, UpscaleImage.Out> {

    /** What to enlarge. */
    public record In(
            @Doc("The network.") Upscaler upscaler,
            @Doc("The pictures.") Image image,

            @Doc(
                    "The side of the tiles in which large pictures are done, which bounds the memory; 0 chooses by the network and leaves small pictures whole.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 1)
            @Unit("px")
            int tile,

            @Doc(
                    "How many pixels neighbouring tiles share. From twice the network's reach on, no seam is left at all; below that one tile fades into the next. Chosen by the network if absent.")
            @Range(min = 0, max = 4096, step = 1)
            @Unit("px")
            Optional<Integer> overlap) {

        private Tiling tiling() {
            Tiling tiling = tile == 0 ? Tiling.automatic() : Tiling.automatic().withTile(tile);
            return overlap.map(tiling::withOverlap).orElse(tiling);
        }
    }

    /** The result. */
    public record Out(
            @Doc("The pictures, as many times larger as the network makes them.")
            Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int factor = in.upscaler().factor();
        ctx.willMake(
                in.image().width() * factor,
                in.image().height() * factor,
                in.image().batch());
        return new Out(in.upscaler().upscale(in.image(), in.tiling(), ctx));
    }
}
