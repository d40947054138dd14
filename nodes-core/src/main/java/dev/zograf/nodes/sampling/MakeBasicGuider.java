package dev.zograf.nodes.sampling;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Guider;
import dev.zograf.api.value.Conditioning;
import java.util.Optional;

/** Leads a model towards a prompt, with one evaluation a step. */
@NodeType(id = "basic-guider", title = "Basic guidance", category = "sampling")
@Doc("Leads a model towards a prompt, with one evaluation a step.")
public final class MakeBasicGuider implements Node<MakeBasicGuider.In, MakeBasicGuider.Out> {

    /** Where to lead. */
    public record In(@Doc("What the picture should show.") Conditioning conditioning) {}

    /** The result. */
    public record Out(@Doc("The guidance.") Guider guider) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(CfgGuider.of(in.conditioning(), Optional.empty(), 1));
    }
}
