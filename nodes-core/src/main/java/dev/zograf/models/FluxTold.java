package dev.zograf.models;

import static dev.zograf.tensor.Nn.linear;
import static dev.zograf.tensor.Nn.sinusoidal;
import static java.util.Objects.requireNonNull;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link FluxTransformer} is told by numbers that become an embedding for all of its blocks.
 *
 * @param timestep from 0 to 1000, {@code [batch]}
 * @param pooled the text as a whole, {@code [batch, width]}
 * @param guidance what a network is told of it that was trained so
 */
record FluxTold(Tensor timestep, Tensor pooled, Optional<Guidance> guidance) {

    /**
     * How strongly it is guided.
     *
     * @param scale {@code [batch]}
     * @param isTold 1 where it is told that scale, 0 where it is told none, {@code [batch]}
     */
    record Guidance(Tensor scale, Tensor isTold) {}

    private static final String TIMESTEP = "timestep";
    private static final String POOLED = "pooled_projections";
    private static final String GUIDANCE = "guidance";
    private static final String GUIDED = "guided";

    /** How many sines and cosines a timestep or a scale of guidance becomes. */
    private static final int WAVES = 256;

    private static final double STEPS = 1000;

    /** Declares what a network of this configuration takes. */
    static FluxTold declare(TensorGraph graph, FluxTransformerConfig config) {
        graph.input(TIMESTEP, DType.F32, "batch");
        graph.input(POOLED, DType.F32, "batch", config.pooled());
        if (config.guidanceEmbeds()) {
            graph.input(GUIDANCE, DType.F32, "batch");
            graph.input(GUIDED, DType.F32, "batch");
        }
        return of(graph.inputs());
    }

    /** The inputs of the network that an edit is part of. */
    static FluxTold of(Map<String, Tensor> inputs) {
        return new FluxTold(
                requireNonNull(inputs.get(TIMESTEP)),
                requireNonNull(inputs.get(POOLED)),
                Optional.ofNullable(inputs.get(GUIDANCE))
                        .map(scale -> new Guidance(scale, requireNonNull(inputs.get(GUIDED)))));
    }

    /** The same without the scale of guidance, for a network that is not told it. */
    FluxTold unguided() {
        return new FluxTold(timestep, pooled, Optional.empty());
    }

    /** All that there is. */
    List<Tensor> all() {
        List<Tensor> out = new ArrayList<>(List.of(timestep, pooled));
        guidance.ifPresent(told -> out.add(told.scale));
        return out;
    }

    /** The embedding before the activation, {@code [batch, width]}. */
    Tensor embedded(int width, Weights w) {
        Tensor sum = step(timestep, width, w.at("timestep_embedder"));
        if (guidance.isPresent()) {
            Tensor isTold = guidance.get().isTold;
            Tensor scale = waves(guidance.get().scale.times(STEPS), width, w.at("guidance_embedder"));
            sum = sum.plus(scale.times(isTold.reshape(isTold.dim(0), 1)));
        }
        return sum.plus(perceptron(pooled, width, w.at("text_embedder")));
    }

    /** That of a timestep from 0 to 1000, {@code [batch, width]}. */
    static Tensor step(Tensor timestep, int width, Weights w) {
        // The original takes thousandths and makes them whole again, which does not always give the same number.
        return waves(timestep.over(timestep.graph().constant(STEPS)).times(STEPS), width, w);
    }

    /** The embedding after the activation as a sequence of one, so that large layers over it are computed like those over tokens. */
    static Tensor sequence(Tensor embedded) {
        return embedded.silu().reshape(embedded.dim(0), 1, embedded.dim(1));
    }

    private static Tensor waves(Tensor number, int width, Weights w) {
        return perceptron(sinusoidal(number, WAVES, true, 0), width, w);
    }

    private static Tensor perceptron(Tensor x, int width, Weights w) {
        return linear(linear(x, w.at("linear_1"), width).silu(), w.at("linear_2"), width);
    }
}
