package dev.zograf.nodes.patch;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.GuidanceEdit;
import dev.zograf.api.model.Guided;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.When;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.conditioning.Span;

/** Follows the prompt more strongly than the model would during a part of the way only (guidance interval, Kynkäänniemi et al. 2024). */
@NodeType(id = "limit-guidance", title = "Limit guidance", category = "model/guidance")
@Doc(
        "Follows the prompt more strongly than the model would during a part of the way only (guidance interval, Kynkäänniemi et al. 2024).")
public final class LimitGuidance implements Node<LimitGuidance.In, LimitGuidance.Out> {

    /** When to guide. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("From which share of the way on there is guidance: 0 is pure noise.")
            @Default("0.2")
            @Range(min = 0, max = 1, step = 0.001)
            double start,

            @Doc("Up to which share of the way: 1 is the finished picture.")
            @Default("0.8")
            @Range(min = 0, max = 1, step = 0.001)
            double end,

            @Doc(
                    "Of what start and end are shares: \"training\", the way from noise to picture on which the model was trained, or \"steps\" of this run, the end not included.")
            @Choices({"training", "steps"})
            @Default("training")
            String count) {

        /** The range must not be turned round. */
        public In {
            Span.require(start, end);
        }
    }

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        When when = Span.of(in.start(), in.end(), in.count());
        return new Out(in.model().withGuidance(new Interval(when)));
    }

    private record Interval(When when) implements GuidanceEdit {
        @Override
        public FloatTensor edit(Guided guided, Call call) {
            return isGuided(call.moment()) ? guided.output() : guided.positive();
        }

        @Override
        public boolean isGuided(Moment moment) {
            return when.includes(moment);
        }
    }
}
