package dev.zograf.models;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.Optional;

/**
 * The part of a {@link ControlNet} that sees the control picture alone: it does not depend on the timestep and is computed once for all
 * steps. Input: {@code image [batch, channels, f h, f w]}, 0 to 1. Output: {@code condition [batch, width, h, w]}.
 *
 * @param union for one that is told of which kind the picture is, by one more input {@code kind [batch, kinds]}
 */
public record ControlNetCondition(ControlHint hint, Optional<ControlUnion> union) implements NetworkDefinition {

    @Override
    public String name() {
        return "controlnet_cond_embedding";
    }

    @Override
    public void build(TensorGraph graph, Weights w) {
        Tensor image = graph.input("image", DType.F32, "batch", hint.channels(), "height", "width");
        Tensor features = hint.features(image, w);
        graph.output(
                "condition",
                union.map(some -> some.shifted(
                                features, graph.input(ControlNet.KIND, DType.F32, "batch", some.kinds()), w))
                        .orElse(features));
    }
}
