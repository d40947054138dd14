package dev.zograf.nodes.latent;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import java.util.function.UnaryOperator;

/** Mirrors latents, and their masks. */
@NodeType(id = "flip-latent", title = "Flip latent", category = "latent")
@Doc("Mirrors latents, and their masks.")
public final class FlipLatent implements Node<FlipLatent.In, FlipLatent.Out> {

    /** What to mirror. */
    public record In(
            @Doc("The latents.") Latent latent,

            @Doc("Which way: horizontal changes left and right, vertical top and bottom.")
            @Choices({"horizontal", "vertical"})
            @Default("horizontal")
            String direction) {}

    /** The result. */
    public record Out(@Doc("The mirrored latents.") Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        boolean across = in.direction().equals("horizontal");
        UnaryOperator<FloatTensor> flip = x -> {
            int h = x.dim(2);
            int w = x.dim(3);
            return Planes.arranged(
                    x, h, w, (row, column) -> across ? row * w + w - 1 - column : (h - 1 - row) * w + column);
        };
        FloatTensor flipped = flip.apply(in.latent().samples());
        return new Out(Latents.with(in.latent(), flipped, mask -> Latents.mapMask(mask, flip)));
    }
}
