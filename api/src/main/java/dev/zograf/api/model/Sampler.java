package dev.zograf.api.model;

import dev.zograf.api.PortType;
import dev.zograf.api.value.FloatTensor;
import java.util.List;

/**
 * A numerical method that takes a noisy latent down the {@link Steps}. A pure function of its arguments; a plugin adds one by
 * implementing this and returning it from a node.
 */
@PortType("sampler")
public interface Sampler {

    /**
     * Runs all steps.
     *
     * @param model evaluates the network; throws when the run is cancelled
     * @param x the latent at the first step's level {@code [batch, channels, h, w]}
     * @param steps the way, at least one step
     * @param noise fresh standard normal noise for stochastic methods, drawn in order
     * @param listener is called after each evaluation; go on with what it returns
     * @return the latent at the last step's end
     */
    FloatTensor sample(
            DenoiseFunction model, FloatTensor x, Steps steps, NoiseSource.Stream noise, StepListener listener);

    /**
     * The levels at which {@link #sample} evaluates the model, in order: for progress, and for edits that need to know where
     * the next evaluation stands. By default the start of each step.
     */
    default List<NoiseLevel> evaluations(Steps steps) {
        return steps.all().stream().map(Steps.Step::from).toList();
    }

    /**
     * Whether it uses {@link Denoised#unconditional()}, so that guidance must ask for the negative side whatever its scale.
     */
    default boolean needsUnconditional() {
        return false;
    }
}
