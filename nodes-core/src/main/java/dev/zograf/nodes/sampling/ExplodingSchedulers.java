package dev.zograf.nodes.sampling;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.model.Sampler;
import dev.zograf.nodes.sampling.SigmaSchedule.Convention;
import dev.zograf.nodes.sampling.SigmaSchedule.Ladder;
import dev.zograf.nodes.sampling.SigmaSchedule.Rungs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** The scheduler classes in which noise grows while the signal stays whole. */
final class ExplodingSchedulers {

    private static final DoubleUnaryOperator SAME = x -> x;

    private ExplodingSchedulers() {}

    static DiffusersScheduler euler(Config config) {
        NoiseTable table = table(config, 0.0001, 0.02);
        double last = SchedulerOptions.endsAtZero(config) ? 0 : table.sigma(0);
        TrainedLadder trained = ladder(config, table, SchedulerOptions.spacing(config), SAME)
                .withRange(bound(config, "sigma_max"), bound(config, "sigma_min"))
                .withEnd(sigma -> last);
        Ladder ladder = trained;
        boolean log = SchedulerOptions.choice(
                config, "interpolation_type", "linear", Map.of("linear", false, "log_linear", true));
        if (log) {
            double most = table.sigma(table.size() - 1);
            double least = table.sigma(0);
            ladder = trained.spacing().isPresent()
                    ? trained.withRange(
                            any -> config.number("sigma_max", most), any -> config.number("sigma_min", least))
                    : (count, shape) -> logLinear(trained, most, least, count);
        }
        Prediction prediction = SchedulerOptions.prediction(config);
        boolean continuous = config.text("timestep_type", "discrete").equals("continuous")
                && config.text("prediction_type", "epsilon").equals("v_prediction");
        if (continuous) {
            Ladder discrete = ladder;
            ladder = (count, shape) -> continuous(discrete.rungs(count, shape));
        }
        return scheduler(config, new EulerSampler(), table, ladder, prediction);
    }

    static DiffusersScheduler eulerAncestral(Config config) {
        NoiseTable table = table(config, 0.0001, 0.02);
        Ladder ladder = ladder(config, table, Optional.empty(), SAME);
        return scheduler(config, new EulerAncestralSampler(), table, ladder, SchedulerOptions.prediction(config));
    }

    static DiffusersScheduler heun(Config config) {
        NoiseTable table = NoiseTable.of(config, 0.00085, 0.012, "linear");
        Ladder ladder = ladder(config, table, SchedulerOptions.spacing(config), SAME);
        Prediction prediction = SchedulerOptions.clipped(config, SchedulerOptions.prediction(config), false);
        return scheduler(config, new HeunSampler(), table, ladder, prediction);
    }

    static DiffusersScheduler dpm2(Config config) {
        return dpm2(config, new Dpm2Sampler());
    }

    static DiffusersScheduler dpm2Ancestral(Config config) {
        return dpm2(config, new Dpm2AncestralSampler());
    }

    private static DiffusersScheduler dpm2(Config config, Sampler sampler) {
        NoiseTable table = NoiseTable.of(config, 0.00085, 0.012, "linear");
        DoubleUnaryOperator timestep = config.flag("use_karras_sigmas", false) ? Math::rint : SAME;
        Ladder ladder = ladder(config, table, SchedulerOptions.spacing(config), timestep);
        return scheduler(config, sampler, table, ladder, SchedulerOptions.prediction(config));
    }

    static DiffusersScheduler lms(Config config) {
        NoiseTable table = NoiseTable.of(config, 0.0001, 0.02, "linear");
        Ladder ladder = ladder(config, table, SchedulerOptions.spacing(config), SAME);
        Sampler sampler = new LmsSampler(SchedulerOptions.order(config, "order", 4, 4));
        return scheduler(config, sampler, table, ladder, SchedulerOptions.prediction(config));
    }

    static DiffusersScheduler edmEuler(Config config) {
        double largest = config.number("sigma_max", 80);
        double least = config.number("sigma_min", 0.002);
        SigmaSpacing spacing = SchedulerOptions.choice(
                config,
                "sigma_schedule",
                "karras",
                Map.of("karras", new KarrasSpacing(config.number("rho", 7)), "exponential", new ExponentialSpacing()));
        boolean velocity = SchedulerOptions.choice(
                config, "prediction_type", "epsilon", Map.of("epsilon", false, "v_prediction", true));
        return new DiffusersScheduler(
                new EulerSampler(),
                new SigmaSchedule(
                        new EdmLadder(spacing, largest, least, SchedulerOptions.endsAtZero(config)),
                        Convention.EXPLODING,
                        EdmLadder::timestepOf,
                        sigma -> Math.sqrt(largest * largest + 1),
                        new EdmPrediction(config.number("sigma_data", 0.5), velocity)));
    }

    private static DiffusersScheduler scheduler(
            Config config, Sampler sampler, NoiseTable table, Ladder ladder, Prediction prediction) {
        if (config.text("prediction_type", "epsilon").equals("flow_prediction")) {
            throw new BadFileException(
                    config.file(),
                    "prediction_type flow_prediction needs a flow scheduler: FlowMatchEulerDiscreteScheduler.");
        }
        boolean whole = TimestepSpacing.of(config, TimestepSpacing.LINSPACE) != TimestepSpacing.LEADING;
        return new DiffusersScheduler(
                sampler,
                new SigmaSchedule(
                        ladder,
                        Convention.EXPLODING,
                        table::timestepOf,
                        sigma -> whole ? sigma : Math.sqrt(sigma * sigma + 1),
                        prediction));
    }

    /** Methods that divide by the signal cannot use a last level without any. */
    private static NoiseTable table(Config config, double start, double end) {
        NoiseTable table = NoiseTable.of(config, start, end, "linear");
        return config.flag("rescale_betas_zero_snr", false) ? table.withLeastSignal() : table;
    }

    private static TrainedLadder ladder(
            Config config, NoiseTable table, Optional<SigmaSpacing> spacing, DoubleUnaryOperator timestep) {
        TimestepSpacing timesteps = TimestepSpacing.of(config, TimestepSpacing.LINSPACE);
        int offset = config.integer("steps_offset", 0);
        return new TrainedLadder(
                table,
                count -> timesteps.timesteps(count, table.size(), offset),
                spacing,
                SAME,
                SAME,
                timestep,
                sigma -> 0);
    }

    /** A bound that the configuration sets, or the one that there is. */
    static DoubleUnaryOperator bound(Config config, String name) {
        return sigma -> config.number(name, sigma);
    }

    /** Even in the logarithm, one more than there are steps; the timesteps stay as they are. */
    private static Rungs logLinear(TrainedLadder ladder, double most, double least, int count) {
        double[] sigmas = new ExponentialSpacing().sigmas(most, least, count + 1);
        return new Rungs(ladder.rungs(count, List.of()).timesteps(), sigmas);
    }

    private static Rungs continuous(Rungs rungs) {
        double[] timesteps = new double[rungs.timesteps().length];
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = EdmLadder.timestepOf(rungs.sigmas()[i]);
        }
        return new Rungs(timesteps, rungs.sigmas());
    }
}
