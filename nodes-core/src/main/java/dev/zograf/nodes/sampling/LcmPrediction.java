package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.value.FloatTensor;

/**
 * A consistency model's clean latent, {@code c_out x0 + c_skip x}, which at no noise is the latent itself (Luo et al. 2023, "Latent
 * Consistency Models", section 3 and the published code: data of deviation 1/2, timesteps times 10). For levels with {@code alpha = 1}.
 */
record LcmPrediction() implements Prediction {

    private static final double DATA = 0.5;
    private static final double TIMES = 10;

    @Override
    public FloatTensor scaleInput(FloatTensor x, NoiseLevel level) {
        return InputScale.scale(x, level);
    }

    @Override
    public Denoised denoised(FloatTensor x, FloatTensor output, NoiseLevel level) {
        double time = level.timestep() * TIMES;
        double size = time * time + DATA * DATA;
        double skip = DATA * DATA / size;
        double out = time / Math.sqrt(size);
        FloatTensor x0 = WeightedSum.of(out, InputScale.clean(x, output, level), skip, x);
        return Denoised.of(x0, InputScale.noise(x, x0, level));
    }
}
