package dev.zograf.nodes.sampling;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Guider;
import dev.zograf.api.value.Conditioning;
import java.util.Optional;

/** Leads a model towards a prompt and away from another (Ho and Salimans 2022). */
@NodeType(id = "cfg-guider", title = "Classifier-free guidance", category = "sampling")
@Doc("Leads a model towards a prompt and away from another (Ho and Salimans 2022).")
public final class MakeCfgGuider implements Node<MakeCfgGuider.In, MakeCfgGuider.Out> {

    /** Where to lead. */
    public record In(
            @Doc("What the picture should show.") Conditioning positive,

            @Doc("What it should not show; what an empty prompt gives without it.")
            Optional<Conditioning> negative,

            @Doc("How strongly the prompt is followed; 1 switches guidance off and halves the time.")
            @Default("7")
            @Range(min = 0, max = 100, step = 0.1)
            double cfg) {}

    /** The result. */
    public record Out(@Doc("The guidance.") Guider guider) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(CfgGuider.of(in.positive(), in.negative(), in.cfg()));
    }
}
