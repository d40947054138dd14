package dev.zograf.nodes.patch;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.models.UnetLevels;
import dev.zograf.tensor.Weights;
import java.util.SortedSet;

/** Paints large pictures faster by having pixels look at each other within tiles only (HyperTile). */
@NodeType(id = "tile-attention", title = "HyperTile", category = "model/speed")
@Doc("Paints large pictures faster by having pixels look at each other within tiles only (HyperTile).")
public final class TileAttention implements Node<TileAttention.In, TileAttention.Out> {

    private static final int LEAST = 32;

    /** How to cut. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("The least side of a tile in pixels of the picture; 32 at least is taken.")
            @Default("256")
            @Range(min = 1, max = 2048)
            int tile,

            @Doc("Among how many ways to cut a side each step chooses, from the finest on; 1 always cuts alike.")
            @Default("2")
            @Range(min = 1, max = 128)
            int choices,

            @Doc("The coarsest resolution that is cut: 0 is the finest, 1 half of it, and so on.")
            @Default("0")
            @Range(min = 0, max = 10)
            int depth,

            @Doc(
                    "Whether tiles cover more of the picture at coarser resolutions, so that they have as many pixels there.")
            @Default("false")
            boolean grow,

            @Doc("By which the ways to cut are chosen.") @Default("0")
            long seed) {}

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Weights unet = in.model().weights("unet");
        int depth = Math.min(in.depth(), UnetLevels.of(unet).count() - 1);
        SortedSet<Integer> levels = AttentionLevels.requireAttending(unet, depth);
        int tile = Math.max(LEAST, in.tile()) / in.model().latentFormat().factor();
        TiledAttention patch = new TiledAttention(depth, levels, Math.max(1, tile), in.choices(), in.grow(), in.seed());
        return new Out(in.model().withPatch("unet", patch));
    }
}
