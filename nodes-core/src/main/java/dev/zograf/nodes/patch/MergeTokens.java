package dev.zograf.nodes.patch;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.models.UnetLevels;
import dev.zograf.tensor.Weights;
import java.util.SortedSet;

/** Paints faster by merging pixels that are alike where they look at each other (token merging, Bolya and Hoffman 2023). */
@NodeType(id = "merge-tokens", title = "Token merging (ToMe)", category = "model/speed")
@Doc(
        "Paints faster by merging pixels that are alike where they look at each other (token merging, Bolya and Hoffman 2023).")
public final class MergeTokens implements Node<MergeTokens.In, MergeTokens.Out> {

    /** What to merge. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc(
                    "Which share of the pixels is merged into others; more is faster and less exact, up to 0.75 with squares of 2.")
            @Default("0.3")
            @Range(min = 0, max = 1, step = 0.01)
            double ratio,

            @Doc("The coarsest resolution where pixels are merged: 0 is the finest, 1 half of it, and so on.")
            @Default("0")
            @Range(min = 0, max = 10)
            int depth,

            @Doc("The side of the squares of pixels, of each of which one is kept for others to be merged into.")
            @Default("2")
            @Range(min = 2, max = 8)
            int square,

            @Doc("Which pixel of a square that is: a \"random\" one, another at each step, or its \"corner\".")
            @Choices({"random", "corner"})
            @Default("random")
            String target,

            @Doc("By which pixels are chosen.") @Default("0")
            long seed,

            @Doc("Whether merged pixels look at merged pixels.") @Default("true")
            boolean self,

            @Doc("Whether merged pixels look at the text.") @Default("false")
            boolean cross,

            @Doc("Whether merged pixels go through the feed-forward layers.") @Default("false")
            boolean feedForward) {

        /** Something has to be merged. */
        public In {
            if (!self && !cross && !feedForward) {
                throw new InvalidInputException("self", "Nothing is merged: switch self, cross or feedForward on.");
            }
        }
    }

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        if (in.ratio() == 0) {
            return new Out(in.model());
        }
        Weights unet = in.model().weights("unet");
        int depth = Math.min(in.depth(), UnetLevels.of(unet).count() - 1);
        SortedSet<Integer> levels = AttentionLevels.requireAttending(unet, depth);
        TokenMergingEdit edit = new TokenMergingEdit(depth, in.self(), in.cross(), in.feedForward());
        TokenMerging patch = new TokenMerging(
                edit, levels, in.ratio(), in.square(), in.target().equals("random"), in.seed());
        return new Out(in.model().withPatch("unet", patch));
    }
}
