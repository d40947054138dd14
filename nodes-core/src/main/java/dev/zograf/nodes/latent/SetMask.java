package dev.zograf.nodes.latent;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;

/** Marks what of a latent is repainted: sampling keeps the rest, also with models that were not trained for it. */
@NodeType(id = "set-mask", title = "Set mask", category = "latent")
@Doc("Marks what of a latent is repainted: sampling keeps the rest, also with models that were not trained for it.")
public final class SetMask implements Node<SetMask.In, SetMask.Out> {

    /** What to mark. */
    public record In(
            @Doc("The encoded picture.") Latent latent,

            @Doc("1 is repainted, 0 is kept; of another size than the latent it is resized when it is sampled.")
            Mask mask,

            @Doc("Whether the mask is rounded to 0 and 1 as published code does; soft edges blend otherwise.")
            @Default("true")
            boolean round) {}

    /** The result. */
    public record Out(@Doc("The same latent with the mask.") Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int masks = in.mask().batch();
        if (masks != 1 && masks != in.latent().batch()) {
            throw new InvalidInputException(
                    "mask",
                    "There are " + masks + " masks for " + in.latent().batch()
                            + " latents: give one mask, or one for each.");
        }
        return new Out(in.latent().withMask(in.round() ? Masks.rounded(in.mask()) : in.mask()));
    }
}
