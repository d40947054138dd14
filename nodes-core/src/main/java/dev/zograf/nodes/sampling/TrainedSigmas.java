package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Config;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * The amounts of noise that a model was trained on, increasing, as k-diffusion and node-based interfaces see it: the signal stays whole, for
 * flows it is {@code 1 - sigma}. What is between the trained amounts is interpolated in the logarithm; the network is told the nearest
 * trained timestep, as node-based interfaces do, or the one between.
 *
 * @param sigmas the trained amounts
 * @param flow whether signal and noise add to 1
 * @param timestepOf what the network is told at an amount
 * @param sigmaOf the amount at a timestep
 */
record TrainedSigmas(
        double[] sigmas,
        boolean flow,
        DoubleUnaryOperator timestepOf,
        DoubleUnaryOperator sigmaOf,
        Prediction prediction) {

    /** The signal that is left at the end of a process without any, as the originals have it. */
    private static final double LEAST_SIGNAL = 4.8973451890853435e-08;

    private static final int RUNGS = 1000;

    private static final int FINE_RUNGS = 10000;

    /** The {@code prediction_type} of models that were distilled to a few of the trained timesteps. */
    static final String DISTILLED = "lcm";

    /** How many these are, as published. */
    private static final int DISTILLED_STEPS = 50;

    /** The {@code _class_name} of models that predict noise and were trained on all amounts between two. */
    static final String CONTINUOUS = "EDMNoisePrediction";

    /** What a flow's network is told where there is nothing but noise, if not the number of trained timesteps. */
    static final String TOLD = "told_at_noise";

    /** Those of a model's {@code scheduler_config.json}. */
    static TrainedSigmas of(Config config, boolean nearest) {
        String type = config.text(DiffusersScheduler.CLASS, "");
        if (type.startsWith("FlowMatch") || config.text("prediction_type", "").equals("flow_prediction")) {
            return flow(config);
        }
        if (type.startsWith("EDM")) {
            return edm(config, type.equals(CONTINUOUS));
        }
        return config.text("prediction_type", "").equals(DISTILLED) ? distilled(config) : discrete(config, nearest);
    }

    /** Every so manieth timestep, the last one included; between two of them the network is told the nearer one. */
    private static TrainedSigmas distilled(Config config) {
        TrainedSigmas all = discrete(config.with(Map.of("prediction_type", "epsilon")), true);
        int stride = all.sigmas.length / DISTILLED_STEPS;
        double[] some = new double[DISTILLED_STEPS];
        for (int i = 0; i < some.length; i++) {
            some[i] = all.sigmas[all.sigmas.length - 1 - (some.length - 1 - i) * stride];
        }
        return new TrainedSigmas(
                some,
                false,
                sigma -> nearest(some, sigma) * stride + stride - 1,
                timestep -> between(some, (timestep - (stride - 1)) / stride),
                new LcmPrediction());
    }

    private static TrainedSigmas discrete(Config config, boolean nearest) {
        NoiseTable table = NoiseTable.of(config, 0.0001, 0.02, "linear");
        double[] sigmas = new double[table.size()];
        for (int t = 0; t < sigmas.length; t++) {
            double signal = Math.max(table.alphaBar(t), LEAST_SIGNAL);
            sigmas[t] = table.alphaBar(t) == signal ? table.sigma(t) : (float) Math.sqrt((1 - signal) / signal);
        }
        return new TrainedSigmas(
                sigmas,
                false,
                nearest ? sigma -> nearest(sigmas, sigma) : table::timestepOf,
                timestep -> between(sigmas, timestep),
                SchedulerOptions.prediction(config));
    }

    private static TrainedSigmas edm(Config config, boolean noise) {
        double most = config.number("sigma_max", 80);
        double least = config.number("sigma_min", 0.002);
        double[] falling = new ExponentialSpacing().sigmas(most, least, RUNGS);
        double[] sigmas = new double[RUNGS];
        for (int i = 0; i < RUNGS; i++) {
            sigmas[i] = falling[RUNGS - 1 - i];
        }
        boolean velocity = config.text("prediction_type", "epsilon").equals("v_prediction");
        return new TrainedSigmas(
                sigmas,
                false,
                EdmLadder::timestepOf,
                timestep -> between(sigmas, timestep),
                noise ? new EpsilonPrediction() : new EdmPrediction(config.number("sigma_data", 0.5), velocity));
    }

    private static TrainedSigmas flow(Config config) {
        // Where the shift grows with the picture, node-based interfaces take that for the largest, or one of their own,
        // and count
        // finer.
        boolean dynamic = config.flag("use_dynamic_shifting", false);
        double most = config.number("named_max_shift", config.number("max_shift", 1.15));
        double shift = dynamic ? Math.exp(most) : config.number("shift", 1);
        int trained = config.integer("num_train_timesteps", RUNGS);
        int range = dynamic ? Math.max(trained, FINE_RUNGS) : trained;
        int told = config.integer(TOLD, trained);
        double[] sigmas = new double[range];
        for (int i = 0; i < range; i++) {
            sigmas[i] = (float) FlowLadder.shifted((i + 1.0) / range, shift);
        }
        return new TrainedSigmas(
                sigmas,
                true,
                sigma -> sigma * told,
                timestep -> FlowLadder.shifted(Math.min(Math.max(timestep / told, 0), 1), shift),
                new FlowPrediction());
    }

    /** The trained timestep whose noise is nearest in the logarithm. */
    private static double nearest(double[] sigmas, double sigma) {
        double log = Math.log(sigma);
        int best = 0;
        for (int t = 1; t < sigmas.length; t++) {
            if (Math.abs(log - Math.log(sigmas[t])) < Math.abs(log - Math.log(sigmas[best]))) {
                best = t;
            }
        }
        return best;
    }

    private static double between(double[] sigmas, double timestep) {
        double t = Math.min(Math.max(timestep, 0), sigmas.length - 1);
        int low = (int) t;
        int high = Math.min(low + 1, sigmas.length - 1);
        return Math.exp((1 - (t - low)) * Math.log(sigmas[low]) + (t - low) * Math.log(sigmas[high]));
    }

    double least() {
        return sigmas[0];
    }

    double most() {
        return sigmas[sigmas.length - 1];
    }

    /** The amount at a timestep, in single precision as published. */
    double at(double timestep) {
        return (float) sigmaOf.applyAsDouble(timestep);
    }

    /** What the network is told at an amount. */
    double timestep(double sigma) {
        return timestepOf.applyAsDouble(sigma);
    }

    /** The level with an amount of noise. */
    NoiseLevel level(double sigma) {
        if (sigma == 0) {
            return NoiseLevel.of(0, 1, 0);
        }
        return NoiseLevel.of(timestep(sigma), flow ? Math.max(1 - sigma, 0) : 1, sigma);
    }

    /** What noise is multiplied with where a run starts: all of it together has the size that it has in training. */
    double initialScale(double sigma) {
        boolean top = sigma > most() || Math.abs(sigma - most()) <= 1e-5 * Math.max(sigma, most());
        return top && !flow ? Math.sqrt(1 + sigma * sigma) : sigma;
    }
}
