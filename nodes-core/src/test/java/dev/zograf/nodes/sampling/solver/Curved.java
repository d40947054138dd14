package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.sampling.solver.SigmaSampler.NoNoise;
import java.util.ArrayList;
import java.util.List;

/** A model that is curved in the latent and in the noise, and noise by a formula: what the tables of expected ends were made with. */
final class Curved {

    private Curved() {}

    /** Runs a method along levels whose signal stays whole. */
    static FloatTensor run(Sampler sampler, double... sigmas) {
        return run(sampler, (at, level) -> denoise(at, level.sigma()), sigmas);
    }

    /** As {@link #run}, with a negative side that believes in something else. */
    static FloatTensor runGuided(Sampler sampler, double... sigmas) {
        DenoiseFunction guided = (at, level) -> {
            Denoised denoised = denoise(at, level.sigma());
            return denoised.withUnconditional(denoised.x0().map(v -> 0.8 * v + 0.05));
        };
        return run(sampler, guided, sigmas);
    }

    private static FloatTensor run(Sampler sampler, DenoiseFunction model, double... sigmas) {
        FloatTensor x = FloatTensor.zeros(1, 1, 2, 4);
        float[] start = x.toArray();
        for (int j = 0; j < start.length; j++) {
            start[j] = (float) (sigmas[0] * Math.sin(1.3 * j + 0.2));
        }
        return sampler.sample(
                model,
                FloatTensor.wrap(start, x.shape()),
                steps(sigmas),
                new Waves(),
                (call, now, after, denoised) -> after);
    }

    static Denoised denoise(FloatTensor x, double sigma) {
        FloatTensor x0 =
                x.map(v -> v / (1 + sigma * sigma) + 0.1 * Math.sin(3 * v) / (1 + sigma) + 0.05 * Math.cos(sigma));
        return Denoised.of(x0, x.minus(x0).over(sigma)).withUnconditional(x0);
    }

    static Steps steps(double... sigmas) {
        List<Steps.Step> steps = new ArrayList<>();
        for (int i = 0; i + 1 < sigmas.length; i++) {
            steps.add(new Steps.Step(level(sigmas[i]), level(sigmas[i + 1])));
        }
        return Steps.of(steps, sigmas[0], t -> level(t / 999 * sigmas[0]), Curved::level);
    }

    /** Karras et al. 2022, eq. 5, and the clean end. */
    static double[] karras(int count, double most, double least) {
        double[] out = new double[count + 1];
        for (int i = 0; i < count; i++) {
            double from = Math.pow(most, 1 / 7.0);
            out[i] = Math.pow(from + (double) i / (count - 1) * (Math.pow(least, 1 / 7.0) - from), 7);
        }
        return out;
    }

    private static NoiseLevel level(double sigma) {
        return NoiseLevel.exploding(sigma, sigma);
    }

    /** The k-th draw is {@code 1.2 sin(1.7 k + 0.9 j + 0.3)}. */
    private static final class Waves implements NoiseSource.Stream {
        private int draws;

        @Override
        public FloatTensor normal(int... shape) {
            float[] out = FloatTensor.zeros(shape).toArray();
            for (int j = 0; j < out.length; j++) {
                out[j] = (float) (1.2 * Math.sin(1.7 * draws + 0.9 * j + 0.3));
            }
            draws++;
            return FloatTensor.wrap(out, shape);
        }

        @Override
        public NoiseSource mark() {
            return NoNoise::new;
        }
    }
}
