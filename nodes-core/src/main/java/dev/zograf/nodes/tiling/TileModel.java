package dev.zograf.nodes.tiling;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.model.Denoiser;
import java.util.Optional;

/** Lets a model paint pictures of any size in overlapping tiles that agree after each step. */
@NodeType(id = "tile-model", title = "Tile model", category = "model")
@Doc("Lets a model paint pictures of any size in overlapping tiles that agree after each step (MultiDiffusion).")
public final class TileModel implements Node<TileModel.In, TileModel.Out> {

    /** Latents of networks are halved a few times: sides of tiles are multiples of this. */
    private static final int ALIGN = 8;

    /** What to cut how. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("The side of a tile in pixels of the picture; 0 is the size that the model was trained on.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 8)
            @Unit("px")
            int tile,

            @Doc("How many pixels of the picture neighbouring tiles share; a quarter of a tile if absent.")
            @Range(min = 0, max = 4096, step = 8)
            @Unit("px")
            Optional<Integer> overlap) {}

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int factor = in.model().latentFormat().factor();
        int wanted = in.tile() == 0 ? in.model().nativeSize() : in.tile() / factor;
        int tile = Math.max(ALIGN, wanted / ALIGN * ALIGN);
        int overlap = in.overlap().map(pixels -> pixels / factor).orElse(tile / 4);
        if (overlap >= tile) {
            throw new InvalidInputException(
                    "overlap",
                    "Tiles of " + tile * factor + " pixels cannot share " + overlap * factor
                            + "; take at most a half.");
        }
        return new Out(new TiledDenoiser(in.model(), tile, overlap));
    }
}
