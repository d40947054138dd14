package dev.zograf.nodes.conditioning;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.When;
import dev.zograf.api.value.Conditioning;

/** Has a prompt count during a part of the way from noise to picture only. */
@NodeType(id = "set-range", title = "Set range", category = "conditioning")
@Doc("Has a prompt count during a part of the way from noise to picture only.")
public final class SetRange implements Node<SetRange.In, SetRange.Out> {

    /** Which prompt counts when. */
    public record In(
            @Doc("The prompt; combine it with others for the rest of the way.")
            Conditioning conditioning,

            @Doc("From which share of the way on: 0 is pure noise.")
            @Default("0")
            @Range(min = 0, max = 1, step = 0.001)
            double start,

            @Doc("Up to which share of the way: 1 is the finished picture.")
            @Default("1")
            @Range(min = 0, max = 1, step = 0.001)
            double end,

            @Doc(
                    "Of what start and end are shares: \"training\", the way from noise to picture on which the model was trained, as ComfyUI counts, or \"steps\" of this run, the end not included.")
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
            @Doc("The prompt with its range, within those that it had before.")
            Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        When when = Span.of(in.start(), in.end(), in.count());
        return new Out(When.limit(in.conditioning(), when));
    }
}
