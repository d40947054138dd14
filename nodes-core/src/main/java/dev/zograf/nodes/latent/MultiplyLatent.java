package dev.zograf.nodes.latent;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Latent;

/** Latents times a number. */
@NodeType(id = "multiply-latent", title = "Multiply latent", category = "latent")
@Doc("Latents times a number.")
public final class MultiplyLatent implements Node<MultiplyLatent.In, MultiplyLatent.Out> {

    /** What to multiply. */
    public record In(
            @Doc("The latents.") Latent latent,

            @Doc("The number.") @Default("1") @Range(min = -10, max = 10, step = 0.01)
            double factor) {}

    /** The result. */
    public record Out(@Doc("The product.") Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(Latents.with(in.latent(), in.latent().samples().times(in.factor()), mask -> mask));
    }
}
