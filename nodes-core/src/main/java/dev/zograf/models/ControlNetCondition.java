package dev.zograf.models;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;

/**
 * The part of a {@link ControlNet} that sees the control picture alone: it does not depend on the timestep and is computed once for all
 * steps. Input: {@code image [batch, channels, f h, f w]}, 0 to 1. Output: {@code condition [batch, width, h, w]}.
 */
public record ControlNetCondition(ControlHint hint) implements NetworkDefinition {

    @Override
    public String name() {
        return "controlnet_cond_embedding";
    }

    @Override
    public void build(TensorGraph graph, Weights w) {
        Tensor image = graph.input("image", DType.F32, "batch", hint.channels(), "height", "width");
        graph.output("condition", hint.features(image, w));
    }
}
