package dev.zograf.nodes.conditioning;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.Region;

/** Sets how strongly a prompt counts beside others that it is combined with. */
@NodeType(id = "set-strength", title = "Set strength", category = "conditioning")
@Doc("Sets how strongly a prompt counts beside others that it is combined with.")
public final class SetStrength implements Node<SetStrength.In, SetStrength.Out> {

    /** Which prompt counts how strongly. */
    public record In(
            @Doc("The prompt.") Conditioning conditioning,

            @Doc("Its weight in the average with others.") @Default("1") @Range(min = 0, max = 10, step = 0.01)
            double strength) {}

    /** The result. */
    public record Out(@Doc("The prompt with its strength.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.conditioning()
                .mapParts(part -> part.with(Conditioning.REGION, Region.of(part).withStrength(in.strength()))));
    }
}
