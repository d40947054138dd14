package dev.zograf.nodes.prompt;

import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import java.util.List;

/** Joins conditionings into a batch: a picture for each. */
@NodeType(id = "batch-conditioning", title = "Batch conditioning", category = "conditioning")
@Doc("Joins conditionings into a batch: a picture for each.")
public final class BatchConditioning implements Node<BatchConditioning.In, BatchConditioning.Out> {

    /** What to join. */
    public record In(
            @Doc("The parts in order, of the same text encoder.")
            List<Conditioning> parts) {
        public In {
            if (parts.isEmpty()) {
                throw new InvalidInputException("parts", "Connect at least one conditioning.");
            }
        }
    }

    /** The batch. */
    public record Out(
            @Doc("All prompts of all parts, in order.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        try {
            return new Out(Conditioning.batch(in.parts()));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    "parts", "Conditionings of different shapes make no batch: " + e.getMessage(), e);
        }
    }
}
