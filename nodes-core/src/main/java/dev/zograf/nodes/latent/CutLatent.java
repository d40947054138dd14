package dev.zograf.nodes.latent;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;

/** Cuts columns or rows out of latents, counted in pixels of the latent. */
@NodeType(id = "cut-latent", title = "Cut latent", category = "latent")
@Doc("Cuts columns or rows out of latents, counted in pixels of the latent. Masks are left out.")
public final class CutLatent implements Node<CutLatent.In, CutLatent.Out> {

    private static final int MOST = 16384;

    /** What to cut. */
    public record In(
            @Doc("The latents.") Latent latent,

            @Doc("Whether columns or rows are cut out.") @Choices({"columns", "rows"}) @Default("columns")
            String of,

            @Doc("The first one, from 0; a negative number counts from the end. Beyond the latent it is the outermost.")
            @Default("0")
            @Range(min = -MOST, max = MOST, step = 1)
            int index,

            @Doc("How many; what there is at most.") @Default("1") @Range(min = 1, max = MOST, step = 1)
            int length) {}

    /** The result. */
    public record Out(@Doc("Those columns or rows.") Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int axis = in.of().equals("columns") ? 3 : 2;
        FloatTensor x = in.latent().samples();
        int size = x.dim(axis);
        int from = in.index() >= 0 ? Math.min(in.index(), size - 1) : Math.max(size + in.index(), 0);
        FloatTensor cut = x.slice(axis, from, Math.min(from + in.length(), size));
        return new Out(Latents.with(in.latent().withoutMask(), cut, mask -> mask));
    }
}
