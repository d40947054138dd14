package dev.zograf.nodes.sampling;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Guider;
import dev.zograf.api.value.Conditioning;

/** Leads a model towards two prompts with a scale each, such as a text and a picture to edit (Brooks et al. 2022). */
@NodeType(id = "dual-cfg-guider", title = "Dual classifier-free guidance", category = "sampling")
@Doc("Leads a model towards two prompts with a scale each, such as a text and a picture to edit (Brooks et al. 2022).")
public final class MakeDualCfgGuider implements Node<MakeDualCfgGuider.In, MakeDualCfgGuider.Out> {

    /** Where to lead. */
    public record In(
            @Doc("The first prompt.") Conditioning first,
            @Doc("The second prompt.") Conditioning second,
            @Doc("What to lead away from.") Conditioning negative,

            @Doc("How strongly the first is followed, away from the second.")
            @Default("8")
            @Range(min = 0, max = 100, step = 0.1)
            double firstCfg,

            @Doc("How strongly the second is followed, away from the negative one.")
            @Default("8")
            @Range(min = 0, max = 100, step = 0.1)
            double secondCfg,

            @Doc("Whether the second scale also counts for what the first makes of it.") @Default("false")
            boolean nested) {}

    /** The result. */
    public record Out(@Doc("The guidance.") Guider guider) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(
                new DualCfgGuider(in.first(), in.second(), in.negative(), in.firstCfg(), in.secondCfg(), in.nested()));
    }
}
