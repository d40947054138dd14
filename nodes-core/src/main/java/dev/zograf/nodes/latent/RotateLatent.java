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

/** Turns latents clockwise, and their masks. */
@NodeType(id = "rotate-latent", title = "Rotate latent", category = "latent")
@Doc("Turns latents clockwise, and their masks.")
public final class RotateLatent implements Node<RotateLatent.In, RotateLatent.Out> {

    /** What to turn. */
    public record In(
            @Doc("The latents.") Latent latent,

            @Doc("How far, in degrees clockwise.") @Choices({"0", "90", "180", "270"}) @Default("90")
            String degrees) {}

    /** The result. */
    public record Out(@Doc("The turned latents.") Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        UnaryOperator<FloatTensor> turn = x -> turned(x, in.degrees());
        FloatTensor turned = turn.apply(in.latent().samples());
        return new Out(Latents.with(in.latent(), turned, mask -> Latents.mapMask(mask, turn)));
    }

    private static FloatTensor turned(FloatTensor x, String degrees) {
        int h = x.dim(2);
        int w = x.dim(3);
        return switch (degrees) {
            case "90" -> Planes.arranged(x, w, h, (row, column) -> (h - 1 - column) * w + row);
            case "180" -> Planes.arranged(x, h, w, (row, column) -> (h - 1 - row) * w + w - 1 - column);
            case "270" -> Planes.arranged(x, w, h, (row, column) -> column * w + w - 1 - row);
            default -> x;
        };
    }
}
