package dev.zograf.nodes.latent;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;

/** The sum of two latents, or their difference with a factor of -1. */
@NodeType(id = "add-latents", title = "Add latents", category = "latent")
@Doc("The sum of two latents, or their difference with a factor of -1.")
public final class AddLatents implements Node<AddLatents.In, AddLatents.Out> {

    /** What to add. */
    public record In(
            @Doc("The first; the result has its size, mask and noise.")
            Latent first,

            @Doc("The second; of another size, the middle of it is scaled.")
            Latent second,

            @Doc("What the second is multiplied by: 1 adds it, -1 takes it away.")
            @Default("1")
            @Range(min = -10, max = 10, step = 0.01)
            double factor) {}

    /** The result. */
    public record Out(@Doc("The sum.") Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor first = in.first().samples();
        FloatTensor second = Latents.like(in.second().samples(), first, Interpolation.BILINEAR, "second");
        return new Out(Latents.painted(in.first(), first.plus(in.factor(), second)));
    }
}
