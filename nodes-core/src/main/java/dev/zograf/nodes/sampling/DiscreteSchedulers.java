package dev.zograf.nodes.sampling;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Prediction;
import dev.zograf.nodes.sampling.DdpmSampler.Variance;
import java.util.Map;

/** The scheduler classes that visit whole timesteps of the training process. */
final class DiscreteSchedulers {

    private DiscreteSchedulers() {}

    static DiffusersScheduler ddim(Config config) {
        NoiseTable table = NoiseTable.of(config, 0.0001, 0.02, "linear");
        boolean toOne = config.flag("set_alpha_to_one", true);
        return new DiffusersScheduler(
                new DdimSampler(config.number("eta", 0), config.flag("use_clipped_model_output", false)),
                new DiscreteSchedule(table, end(table, toOne), spaced(config, table, true), pixels(config, true)));
    }

    static DiffusersScheduler ddpm(Config config) {
        NoiseTable table = NoiseTable.of(config, 0.0001, 0.02, "linear");
        Variance variance = SchedulerOptions.choice(
                config,
                "variance_type",
                "fixed_small",
                Map.of(
                        "fixed_small", Variance.FIXED_SMALL,
                        "fixed_small_log", Variance.FIXED_SMALL,
                        "fixed_large", Variance.FIXED_LARGE,
                        "fixed_large_log", Variance.FIXED_LARGE,
                        "learned", Variance.LEARNED,
                        "learned_range", Variance.LEARNED_RANGE));
        return new DiffusersScheduler(
                new DdpmSampler(variance),
                new DiscreteSchedule(table, 1, spaced(config, table, false), pixels(config, true)));
    }

    static DiffusersScheduler pndm(Config config) {
        NoiseTable table = NoiseTable.of(config, 0.0001, 0.02, "linear");
        boolean rungeKutta = !config.flag("skip_prk_steps", false);
        boolean velocity = config.text("prediction_type", "epsilon").equals("v_prediction");
        return new DiffusersScheduler(
                new PndmSampler(rungeKutta, velocity),
                new DiscreteSchedule(
                        table,
                        end(table, config.flag("set_alpha_to_one", false)),
                        new PndmPath(spaced(config, table, true), rungeKutta),
                        SchedulerOptions.prediction(config)));
    }

    static DiffusersScheduler lcm(Config config) {
        NoiseTable table = NoiseTable.of(config, 0.00085, 0.012, "scaled_linear");
        return new DiffusersScheduler(
                new LcmSampler(config.number("timestep_scaling", 10)),
                new DiscreteSchedule(table, 1, distilled(config, table, -1), pixels(config, false)));
    }

    static DiffusersScheduler tcd(Config config) {
        NoiseTable table = NoiseTable.of(config, 0.00085, 0.012, "scaled_linear");
        double eta = config.number("eta", 0.3);
        if (!(eta >= 0 && eta <= 1)) {
            throw new BadFileException(config.file(), "\"eta\" is " + eta + " where 0 to 1 is needed.");
        }
        return new DiffusersScheduler(
                new TcdSampler(eta),
                new DiscreteSchedule(
                        table,
                        end(table, config.flag("set_alpha_to_one", true)),
                        distilled(config, table, 0),
                        SchedulerOptions.prediction(config)));
    }

    static DiffusersScheduler unclip(Config config) {
        NoiseTable table =
                NoiseTable.of(BetaSchedule.SQUAREDCOS_CAP_V2.betas(config.integer("num_train_timesteps", 1000), 0, 0));
        Variance variance = SchedulerOptions.choice(
                config,
                "variance_type",
                "fixed_small_log",
                Map.of("fixed_small_log", Variance.FIXED_SMALL, "learned_range", Variance.LEARNED_RANGE));
        return new DiffusersScheduler(
                new DdpmSampler(variance),
                new DiscreteSchedule(
                        table,
                        1,
                        new UnclipPath(table.size(), config.flag("single_timesteps", false)),
                        SchedulerOptions.clipped(config, SchedulerOptions.prediction(config), true)));
    }

    /** Thresholding wins over clipping. */
    private static Prediction pixels(Config config, boolean clip) {
        Prediction plain = SchedulerOptions.prediction(config);
        return config.flag("thresholding", false)
                ? SchedulerOptions.thresholded(config, plain)
                : SchedulerOptions.clipped(config, plain, clip);
    }

    private static double end(NoiseTable table, boolean toOne) {
        return toOne ? 1 : table.alphaBar(0);
    }

    private static SpacedPath spaced(Config config, NoiseTable table, boolean strided) {
        TimestepSpacing spacing = TimestepSpacing.of(config, TimestepSpacing.LEADING);
        return new SpacedPath(spacing, table.size(), config.integer("steps_offset", 0), strided);
    }

    private static DistilledPath distilled(Config config, NoiseTable table, int end) {
        int distilled = config.integer("original_inference_steps", 50);
        if (distilled < 1 || distilled > table.size()) {
            throw new BadFileException(
                    config.file(),
                    "\"original_inference_steps\" is " + distilled + " where 1 to " + table.size() + " is needed.");
        }
        return new DistilledPath(table.size(), distilled, end);
    }
}
