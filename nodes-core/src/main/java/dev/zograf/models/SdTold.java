package dev.zograf.models;

import static java.util.Objects.requireNonNull;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a U-Net is told by numbers that become an embedding for all of its residual blocks.
 *
 * @param timestep {@code [batch]}
 * @param guidance the scale of guidance less 1, {@code [batch]}, for a network that was trained to be told it
 * @param guided 1 where it is told that scale, 0 where it is told none, {@code [batch]}
 * @param pooled the pooled text {@code [batch, width]}, for SDXL
 * @param sizes how the picture was cut, {@code [batch, numbers]}, for SDXL
 * @param pictures embeddings of pictures and the noise on them, {@code [batch, width]}, for Stable unCLIP
 */
record SdTold(
        Tensor timestep,
        Optional<Tensor> guidance,
        Optional<Tensor> guided,
        Optional<Tensor> pooled,
        Optional<Tensor> sizes,
        Optional<Tensor> pictures) {

    private static final String TIMESTEP = "timestep";
    private static final String GUIDANCE = "guidance";
    private static final String GUIDED = "guided";
    private static final String POOLED = "text_embeds";
    private static final String SIZES = "time_ids";
    private static final String PICTURES = "class_labels";

    /** Declares what a network of this configuration takes. */
    static SdTold declare(TensorGraph graph, SdUnetConfig config) {
        Tensor timestep = graph.input(TIMESTEP, DType.F32, "batch");
        if (config.guidanceWidth() > 0) {
            graph.input(GUIDANCE, DType.F32, "batch");
            graph.input(GUIDED, DType.F32, "batch");
        }
        if (config.addedWidth() > 0) {
            graph.input(POOLED, DType.F32, "batch", "pooled");
            graph.input(SIZES, DType.F32, "batch", "numbers");
        }
        if (config.pictureWidth() > 0) {
            graph.input(PICTURES, DType.F32, "batch", config.pictureWidth());
        }
        return of(graph.inputs(), timestep);
    }

    /** The inputs of the network that an edit is part of. */
    static SdTold of(Map<String, Tensor> inputs) {
        return of(inputs, requireNonNull(inputs.get(TIMESTEP)));
    }

    private static SdTold of(Map<String, Tensor> inputs, Tensor timestep) {
        return new SdTold(
                timestep,
                Optional.ofNullable(inputs.get(GUIDANCE)),
                Optional.ofNullable(inputs.get(GUIDED)),
                Optional.ofNullable(inputs.get(POOLED)),
                Optional.ofNullable(inputs.get(SIZES)),
                Optional.ofNullable(inputs.get(PICTURES)));
    }

    /** All that there is: the timestep, the pooled text, the sizes and the pictures. */
    List<Tensor> all() {
        List<Tensor> out = new ArrayList<>(List.of(timestep));
        pooled.ifPresent(out::add);
        sizes.ifPresent(out::add);
        pictures.ifPresent(out::add);
        return out;
    }
}
