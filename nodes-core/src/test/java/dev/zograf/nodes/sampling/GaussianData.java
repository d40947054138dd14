package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Config;
import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Clean latents that are normal with a standard deviation of 0.4: the perfect denoiser and the exact way from noise are known
 * (Karras et al. 2022, appendix B), so that numerical methods can be judged.
 */
final class GaussianData {

    private static final double DEVIATION = 0.4;
    private static final DenoiseFunction PERFECT = (x, level) -> {
        double total = variance(level);
        FloatTensor x0 = x.times(level.alpha() * DEVIATION * DEVIATION / total);
        return Denoised.of(x0, InputScale.noise(x, x0, level));
    };

    private GaussianData() {}

    /** How far a method ends from the exact solution, relative to that, for a scheduler class with options. */
    static double error(String type, int count, Object... options) {
        Map<String, Object> config = new TreeMap<>(Map.of("_class_name", type, "clip_sample", false));
        config.putAll(Map.of("beta_start", 0.00085, "beta_end", 0.012, "beta_schedule", "scaled_linear"));
        for (int i = 0; i < options.length; i += 2) {
            config.put((String) options[i], options[i + 1]);
        }
        DiffusersScheduler scheduler = DiffusersScheduler.of(Config.of("test", config));
        Steps steps = scheduler.schedule().steps(count, List.of(1, 1, 4, 4));
        return error(scheduler.sampler(), steps);
    }

    private static double error(Sampler sampler, Steps steps) {
        NoiseLevel first = steps.get(0).from();
        NoiseLevel last = steps.get(steps.count() - 1).to();
        FloatTensor start = TorchNoise.of(1).open().normal(1, 1, 4, 4).times(Math.sqrt(variance(first)));
        FloatTensor exact = start.times(Math.sqrt(variance(last) / variance(first)));
        NoiseSource.Stream noise = TorchNoise.of(2).open();
        FloatTensor end = sampler.sample(PERFECT, start, steps, noise, (call, now, x, denoised) -> x);
        double worst = 0;
        for (int i = 0; i < end.size(); i++) {
            worst = Math.max(worst, Math.abs(end.at(i) - exact.at(i)) / Math.abs(exact.at(i)));
        }
        return worst;
    }

    private static double variance(NoiseLevel level) {
        return Math.pow(level.alpha() * DEVIATION, 2) + Math.pow(level.sigma(), 2);
    }
}
