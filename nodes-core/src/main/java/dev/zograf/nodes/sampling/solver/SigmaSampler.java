package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.StepListener;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/** A method that is written along sigma, as k-diffusion's are. What is the same for all of them is in {@link Walk}. */
interface SigmaSampler extends Sampler {

    /** From the first level to the last. */
    FloatTensor walk(Walk walk, FloatTensor x);

    @Override
    default FloatTensor sample(
            DenoiseFunction model, FloatTensor x, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        return walk(new Walk(model, steps, noise, listener), x);
    }

    /** Where the method goes does not depend on what the model says, so a walk with nothing to say tells it. */
    @Override
    default List<NoiseLevel> evaluations(Steps steps) {
        List<NoiseLevel> levels = new ArrayList<>();
        FloatTensor nothing = FloatTensor.zeros(1, 1, 1, 1);
        Denoised said = Denoised.of(nothing, nothing).withUnconditional(nothing);
        DenoiseFunction model = (x, level) -> {
            levels.add(level);
            return said;
        };
        sample(model, nothing, steps, new NoNoise(), (call, now, x, denoised) -> x);
        return levels;
    }

    /** A stream of zeros. */
    final class NoNoise implements NoiseSource.Stream {

        @Override
        public FloatTensor normal(int... shape) {
            return FloatTensor.zeros(shape);
        }

        @Override
        public NoiseSource mark() {
            return NoNoise::new;
        }
    }
}
