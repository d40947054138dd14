package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Config;
import dev.zograf.api.model.Sampler;
import dev.zograf.nodes.sampling.SigmaSchedule.Convention;
import dev.zograf.nodes.sampling.SigmaSchedule.Ladder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;

/** The schedulers of flow models. */
final class FlowSchedulers {

    /** A latent pixel short of pure noise, where lambda would be infinite. */
    private static final double LEAST_SIGNAL = 1e-6;

    private FlowSchedulers() {}

    /**
     * Euler's method on rectified flows. Beyond the published options, {@code even_sigmas} starts from the shares 1 to 1/n, as
     * FLUX does (the default where the shift depends on the size), and {@code image_seq_len} sets the number of patches, by
     * default a quarter of the latent's pixels.
     */
    static DiffusersScheduler euler(Config config) {
        SchedulerOptions.without(config, "invert_sigmas", "no model with inverted noise is");
        int range = config.integer("num_train_timesteps", 1000);
        int told = config.integer(TrainedSigmas.TOLD, range);
        double fixed = config.number("shift", 1);
        boolean dynamic = config.flag("use_dynamic_shifting", false);
        double most = dynamic ? 1 : FlowLadder.shifted(1, fixed);
        double least = dynamic ? 1.0 / range : FlowLadder.shifted(1.0 / range, fixed);
        IntFunction<double[]> even = config.flag("even_sigmas", dynamic)
                ? count -> SigmaSpacing.evenly(1, 1.0 / count, count)
                : count -> SigmaSpacing.evenly(most, (float) least, count);
        boolean exponential = SchedulerOptions.choice(
                config, "time_shift_type", "exponential", Map.of("exponential", true, "linear", false));
        FlowLadder.Shift shift = shape -> {
            if (!dynamic) {
                return fixed;
            }
            double mu = mu(config, shape);
            return exponential ? Math.exp(mu) : mu;
        };
        Optional<Double> terminal = config.raw("shift_terminal").map(any -> config.number("shift_terminal"));
        Ladder ladder = new FlowLadder(told, even, shift, terminal, SchedulerOptions.spacing(config), sigma -> 0);
        Sampler sampler = config.flag("stochastic_sampling", false) ? new RenoiseSampler() : new EulerSampler();
        return new DiffusersScheduler(
                sampler,
                new SigmaSchedule(ladder, Convention.FLOW, sigma -> sigma * told, sigma -> 1, new FlowPrediction()));
    }

    /**
     * The ladder of the solvers in lambda, which cannot start at pure noise; they count whole timesteps.
     *
     * @param fromNoise whether it starts a hair below pure noise rather than one timestep below
     */
    static Ladder open(int range, double shift, boolean fromNoise, Optional<Double> terminal, DoubleUnaryOperator end) {
        IntFunction<double[]> even = count -> {
            double[] shares = SigmaSpacing.evenly(1, 1.0 / range, count + 1);
            return fromNoise ? Arrays.copyOf(shares, count) : complements(shares);
        };
        FlowLadder ladder = new FlowLadder(range, even, shape -> shift, terminal, Optional.empty(), end);
        return (count, shape) -> {
            double[] sigmas = ladder.rungs(count, shape).sigmas();
            if (Math.abs(sigmas[0] - 1) < LEAST_SIGNAL) {
                sigmas[0] -= LEAST_SIGNAL;
            }
            double[] timesteps = new double[count];
            for (int i = 0; i < count; i++) {
                timesteps[i] = Math.floor(sigmas[i] * range);
            }
            return new SigmaSchedule.Rungs(timesteps, sigmas);
        };
    }

    /** One minus each share but the first, in reverse order. */
    private static double[] complements(double[] shares) {
        double[] out = new double[shares.length - 1];
        for (int i = 0; i < out.length; i++) {
            out[i] = 1 - shares[out.length - i];
        }
        return out;
    }

    /** The logarithm of the shift, which grows with the number of patches (published code of FLUX). */
    private static double mu(Config config, List<Integer> shape) {
        int patches =
                config.has("image_seq_len") ? config.integer("image_seq_len") : (shape.get(2) / 2) * (shape.get(3) / 2);
        double base = config.number("base_shift", 0.5);
        int baseLength = config.integer("base_image_seq_len", 256);
        double slope =
                (config.number("max_shift", 1.15) - base) / (config.integer("max_image_seq_len", 4096) - baseLength);
        return base + slope * (patches - baseLength);
    }
}
