package dev.zograf.nodes.sampling;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.model.Sampler;
import dev.zograf.nodes.sampling.SigmaSchedule.Convention;
import dev.zograf.nodes.sampling.SigmaSchedule.Ladder;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** The scheduler classes that solve the diffusion equation in lambda, with latents of unit variance. */
final class SolverSchedulers {

    private static final Map<String, Boolean> RULES =
            Map.of("midpoint", false, "heun", true, "logrho", false, "bh1", false, "bh2", false);
    private static final DoubleUnaryOperator SAME = x -> x;

    private SolverSchedulers() {}

    static DiffusersScheduler multistep(Config config) {
        DpmSolver solver = SchedulerOptions.choice(
                config,
                "algorithm_type",
                "dpmsolver++",
                Map.of(
                        "dpmsolver++", DpmSolver.DATA,
                        "deis", DpmSolver.DATA,
                        "dpmsolver", DpmSolver.NOISE,
                        "sde-dpmsolver++", DpmSolver.STOCHASTIC_DATA,
                        "sde-dpmsolver", DpmSolver.STOCHASTIC_NOISE));
        int order = SchedulerOptions.order(config, "solver_order", 2, solver == DpmSolver.STOCHASTIC_NOISE ? 2 : 3);
        checkEnd(config, solver);
        NoiseTable table = table(config);
        Sampler sampler = new DpmSolverMultistepSampler(
                solver,
                order,
                SchedulerOptions.choice(config, "solver_type", "midpoint", RULES),
                config.flag("lower_order_final", true),
                config.flag("euler_at_final", false));
        boolean lu = config.flag("use_lu_lambdas", false);
        Optional<SigmaSpacing> spacing = SchedulerOptions.spacing(config);
        boolean karras = config.flag("use_karras_sigmas", false);
        boolean round =
                (karras || lu) && !config.text("beta_schedule", "linear").equals("squaredcos_cap_v2");
        double last = SchedulerOptions.endsAtZero(config) ? 0 : table.sigma(0);
        TimestepSpacing timesteps = TimestepSpacing.of(config, TimestepSpacing.LINSPACE);
        int offset = config.integer("steps_offset", 0);
        int noisiest = table.size() - clipped(config, table);
        Ladder trained = new TrainedLadder(
                table,
                count -> timesteps.open(count, table.size(), noisiest, offset),
                lu && !karras ? Optional.of(new LuSpacing()) : spacing,
                sigma -> table.sigma(table.size() - 1),
                sigma -> table.sigma(0),
                round ? Math::rint : Math::floor,
                sigma -> last);
        return scheduler(config, sampler, table, trained, spacing.isPresent() || lu, sigma -> last);
    }

    static DiffusersScheduler singlestep(Config config) {
        DpmSolver solver = SchedulerOptions.choice(
                config,
                "algorithm_type",
                "dpmsolver++",
                Map.of(
                        "dpmsolver++", DpmSolver.DATA,
                        "deis", DpmSolver.DATA,
                        "dpmsolver", DpmSolver.NOISE,
                        "sde-dpmsolver++", DpmSolver.STOCHASTIC_DATA));
        checkEnd(config, solver);
        NoiseTable table = NoiseTable.of(config.with(Map.of("rescale_betas_zero_snr", false)), 0.0001, 0.02, "linear");
        Sampler sampler = new DpmSolverSinglestepSampler(
                solver,
                SchedulerOptions.order(config, "solver_order", 2, 3),
                SchedulerOptions.choice(config, "solver_type", "midpoint", RULES),
                config.flag("lower_order_final", false));
        double last = SchedulerOptions.endsAtZero(config) ? 0 : table.sigma(0);
        Optional<SigmaSpacing> spacing = SchedulerOptions.spacing(config);
        int noisiest = table.size() - clipped(config, table);
        Ladder trained = new TrainedLadder(
                table,
                count -> TimestepSpacing.LINSPACE.open(count, table.size(), noisiest, 0),
                spacing,
                sigma -> table.sigma(table.size() - 1),
                sigma -> table.sigma(0),
                config.flag("use_karras_sigmas", false) ? Math::rint : Math::floor,
                sigma -> last);
        return scheduler(config, sampler, table, trained, spacing.isPresent(), sigma -> last);
    }

    static DiffusersScheduler deis(Config config) {
        NoiseTable table = NoiseTable.of(config.with(Map.of("rescale_betas_zero_snr", false)), 0.0001, 0.02, "linear");
        Sampler sampler = new DeisSampler(
                SchedulerOptions.order(config, "solver_order", 2, 3), config.flag("lower_order_final", true));
        Optional<SigmaSpacing> spacing = SchedulerOptions.spacing(config);
        double last = table.sigma(0);
        Ladder trained = open(
                config,
                table,
                SAME,
                SAME,
                config.flag("use_karras_sigmas", false) ? Math::rint : Math::floor,
                sigma -> spacing.isPresent() ? sigma : last);
        return scheduler(config, sampler, table, trained, spacing.isPresent(), SAME);
    }

    static DiffusersScheduler uniPc(Config config) {
        NoiseTable table = table(config);
        Sampler sampler = new UniPcSampler(
                SchedulerOptions.order(config, "solver_order", 2, 9),
                config.flag("predict_x0", true),
                SchedulerOptions.choice(
                        config,
                        "solver_type",
                        "bh2",
                        Map.of("bh1", false, "bh2", true, "midpoint", true, "heun", true, "logrho", true)),
                config.flag("lower_order_final", true),
                new HashSet<>(
                        config.has("disable_corrector") ? config.integers("disable_corrector") : java.util.List.of()));
        Optional<SigmaSpacing> spacing = SchedulerOptions.spacing(config);
        boolean toZero = SchedulerOptions.endsAtZero(config);
        double last = table.sigma(0);
        Ladder trained = open(
                config,
                table,
                ExplodingSchedulers.bound(config, "sigma_max"),
                ExplodingSchedulers.bound(config, "sigma_min"),
                config.flag("use_karras_sigmas", false) ? Math::rint : Math::floor,
                sigma -> toZero ? 0 : spacing.isPresent() ? sigma : last);
        return scheduler(config, sampler, table, trained, spacing.isPresent(), sigma -> toZero ? 0 : sigma);
    }

    private static Ladder open(
            Config config,
            NoiseTable table,
            DoubleUnaryOperator largest,
            DoubleUnaryOperator least,
            DoubleUnaryOperator timestep,
            DoubleUnaryOperator end) {
        TimestepSpacing timesteps = TimestepSpacing.of(config, TimestepSpacing.LINSPACE);
        int offset = config.integer("steps_offset", 0);
        return new TrainedLadder(
                table,
                count -> timesteps.open(count, table.size(), table.size(), offset),
                SchedulerOptions.spacing(config),
                sigma -> largest.applyAsDouble(table.sigma(table.size() - 1)),
                sigma -> least.applyAsDouble(table.sigma(0)),
                timestep,
                end);
    }

    private static DiffusersScheduler scheduler(
            Config config,
            Sampler sampler,
            NoiseTable table,
            Ladder trained,
            boolean spaced,
            DoubleUnaryOperator flowEnd) {
        Prediction prediction = SchedulerOptions.thresholded(config, SchedulerOptions.prediction(config));
        boolean flow = config.flag("use_flow_sigmas", false);
        if (flow && spaced) {
            throw new BadFileException(
                    config.file(), "use_flow_sigmas cannot be combined with another spacing of sigmas.");
        }
        if (flow != config.text("prediction_type", "epsilon").equals("flow_prediction")) {
            throw new BadFileException(
                    config.file(), "prediction_type flow_prediction and use_flow_sigmas need each other.");
        }
        SchedulerOptions.without(config, "use_dynamic_shifting", "set flow_shift instead");
        return new DiffusersScheduler(
                sampler,
                new SigmaSchedule(
                        flow ? flow(config, table.size(), sampler instanceof UniPcSampler, flowEnd) : trained,
                        flow ? Convention.FLOW : Convention.PRESERVING,
                        table::timestepOf,
                        sigma -> 1,
                        prediction));
    }

    private static Ladder flow(Config config, int range, boolean fromNoise, DoubleUnaryOperator end) {
        Optional<Double> terminal = config.raw("shift_terminal").map(any -> config.number("shift_terminal"));
        return FlowSchedulers.open(range, config.number("flow_shift", 1), fromNoise, terminal, end);
    }

    private static NoiseTable table(Config config) {
        NoiseTable table = NoiseTable.of(config, 0.0001, 0.02, "linear");
        return config.flag("rescale_betas_zero_snr", false) ? table.withLeastSignal() : table;
    }

    /** How many of the noisiest timesteps have a lambda below {@code lambda_min_clipped} (Lu et al. 2022b, for cosine schedules). */
    private static int clipped(Config config, NoiseTable table) {
        double least = config.number("lambda_min_clipped", Double.NEGATIVE_INFINITY);
        int count = 0;
        while (count < table.size() - 2 && table.lambda(table.size() - 1 - count) < least) {
            count++;
        }
        return count;
    }

    private static void checkEnd(Config config, DpmSolver solver) {
        boolean noise = solver == DpmSolver.NOISE || solver == DpmSolver.STOCHASTIC_NOISE;
        if (noise && SchedulerOptions.endsAtZero(config)) {
            throw new BadFileException(
                    config.file(),
                    "algorithm_type " + config.text("algorithm_type")
                            + " cannot end without noise; set final_sigmas_type to"
                            + " sigma_min or choose dpmsolver++.");
        }
    }
}
