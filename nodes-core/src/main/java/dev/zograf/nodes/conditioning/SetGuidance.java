package dev.zograf.nodes.conditioning;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;

/** Tells a network the scale of guidance that it was trained to be told (Meng et al. 2023); the guider's own scale then says nothing. */
@NodeType(id = "set-guidance", title = "Set guidance", category = "conditioning")
@Doc(
        "Says with a prompt which scale of guidance a distilled model is told, instead of the guider's. Other models ignore it.")
public final class SetGuidance implements Node<SetGuidance.In, SetGuidance.Out> {

    /** Which prompt, and the scale. */
    public record In(
            @Doc("The prompt.") Conditioning conditioning,

            @Doc("The scale that the network is told.") @Default("3.5") @Range(min = 0, max = 100, step = 0.1)
            double guidance) {}

    /** The result. */
    public record Out(@Doc("The prompt with the scale.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.conditioning()
                .mapParts(
                        part -> part.with(Conditioning.GUIDANCE, in.guidance()).with(DropGuidance.KEY, false)));
    }
}
