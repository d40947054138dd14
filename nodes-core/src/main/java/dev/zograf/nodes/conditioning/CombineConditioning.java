package dev.zograf.nodes.conditioning;

import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import java.util.List;

/** Evaluates several prompts side by side and averages what they say, weighted by their strengths, areas and masks. */
@NodeType(id = "combine-conditioning", title = "Combine conditionings", category = "conditioning")
@Doc("Evaluates several prompts side by side and averages what they say, weighted by their strengths, areas and masks.")
public final class CombineConditioning implements Node<CombineConditioning.In, CombineConditioning.Out> {

    /** What to combine. */
    public record In(
            @Doc("The prompts, each with or without a region and a range.")
            List<Conditioning> parts) {

        /** There must be something to combine. */
        public In {
            if (parts.isEmpty()) {
                throw new InvalidInputException("parts", "Connect at least one conditioning.");
            }
        }
    }

    /** The result. */
    public record Out(@Doc("All parts of all.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(Conditioning.combine(in.parts()));
    }
}
