package dev.zograf.nodes.conditioning;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.Mask;
import dev.zograf.api.value.Region;

/** Has a prompt count where a mask says, softly where the mask is soft. */
@NodeType(id = "mask-conditioning", title = "Mask conditioning", category = "conditioning")
@Doc("Has a prompt count where a mask says, softly where the mask is soft.")
public final class MaskConditioning implements Node<MaskConditioning.In, MaskConditioning.Out> {

    /** Which prompt counts where. */
    public record In(
            @Doc("The prompt; combine it with others for the rest of the picture.")
            Conditioning conditioning,

            @Doc("1 where the prompt counts, 0 where it does not; of any size, it is resized bilinearly to the latent.")
            Mask mask,

            @Doc("How strongly it counts beside other prompts.") @Default("1") @Range(min = 0, max = 10, step = 0.01)
            double strength,

            @Doc(
                    "Whether the model sees only the smallest rectangle that holds the mask, instead of the whole picture: quicker, but without regard to what is around.")
            @Default("false")
            boolean cut) {}

    /** The result. */
    public record Out(@Doc("The prompt with its mask.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.conditioning()
                .mapParts(part ->
                        part.with(Conditioning.REGION, Region.of(part).withMask(in.mask(), in.strength(), in.cut()))));
    }
}
