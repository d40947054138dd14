package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The spacings of noise that people know by the short names of node-based interfaces, from the amounts a model was trained on. Each
 * gives falling amounts and a last 0; some have a step more or less than asked for, as the originals do.
 */
final class NamedSigmas {

    private static final Map<String, Spacing> NAMES = names();

    private NamedSigmas() {}

    /** One spacing. */
    @FunctionalInterface
    private interface Spacing {

        double[] sigmas(TrainedSigmas trained, int count);
    }

    /** The names. */
    static List<String> all() {
        return List.copyOf(NAMES.keySet());
    }

    /**
     * The amounts of noise of a run.
     *
     * @param denoise the share of the way that is done: below 1, the last {@code count} steps of a longer one; none at 0
     * @param shortened whether the last amount before 0 is left out, as some samplers have it
     * @throws InvalidInputException if there is no such name; the message lists them
     */
    static SigmaList of(TrainedSigmas trained, String name, int count, double denoise, boolean shortened) {
        Spacing spacing = NAMES.get(name);
        if (spacing == null) {
            throw new InvalidInputException(
                    "scheduler",
                    "There is no schedule \"" + name + "\"; there are " + String.join(", ", NAMES.keySet()) + ".");
        }
        if (denoise <= 0) {
            return SigmaList.of(trained, new double[0]);
        }
        boolean whole = denoise > 0.9999;
        int all = (whole ? count : (int) (count / denoise)) + (shortened ? 1 : 0);
        double[] sigmas = spacing.sigmas(trained, all);
        if (shortened && sigmas.length > 1) {
            sigmas[sigmas.length - 2] = sigmas[sigmas.length - 1];
            sigmas = Arrays.copyOf(sigmas, sigmas.length - 1);
        }
        return SigmaList.of(
                trained,
                whole ? sigmas : Arrays.copyOfRange(sigmas, Math.max(sigmas.length - count - 1, 0), sigmas.length));
    }

    private static Map<String, Spacing> names() {
        Map<String, Spacing> map = new LinkedHashMap<>();
        map.put("simple", NamedSigmas::simple);
        map.put("sgm_uniform", NamedSigmas::sgmUniform);
        map.put("karras", spread(new KarrasSpacing(KarrasSpacing.RHO)));
        map.put("exponential", spread(new ExponentialSpacing()));
        map.put("ddim_uniform", NamedSigmas::ddimUniform);
        map.put("beta", (trained, count) -> beta(trained, count, BetaSpacing.published()));
        map.put("normal", NamedSigmas::normal);
        map.put("linear_quadratic", NamedSigmas::linearQuadratic);
        map.put("kl_optimal", NamedSigmas::klOptimal);
        return map;
    }

    private static Spacing spread(SigmaSpacing spacing) {
        return (trained, count) -> withEnd(spacing.sigmas(trained.most(), trained.least(), count));
    }

    /** Every so manieth of the trained amounts. */
    private static double[] simple(TrainedSigmas trained, int count) {
        double[] all = trained.sigmas();
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            out[i] = all[all.length - 1 - (int) (i * ((double) all.length / count))];
        }
        return withEnd(out);
    }

    /** Every so manieth from the second on, the upwards way: may have more steps. */
    private static double[] ddimUniform(TrainedSigmas trained, int count) {
        double[] all = trained.sigmas();
        int stride = Math.max(all.length / count, 1);
        List<Double> rising = new ArrayList<>();
        for (int t = 1; t < all.length; t += stride) {
            rising.add(all[t]);
        }
        double[] out = new double[rising.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = rising.get(out.length - 1 - i);
        }
        return withEnd(out);
    }

    /** Even in the timesteps, both ends included. */
    private static double[] normal(TrainedSigmas trained, int count) {
        return evenTimesteps(
                trained,
                SigmaSpacing.evenly(trained.timestep(trained.most()), trained.timestep(trained.least()), count));
    }

    /** Even in the timesteps, the last left out. */
    private static double[] sgmUniform(TrainedSigmas trained, int count) {
        double[] ends =
                SigmaSpacing.evenly(trained.timestep(trained.most()), trained.timestep(trained.least()), count + 1);
        return evenTimesteps(trained, Arrays.copyOf(ends, count));
    }

    private static double[] evenTimesteps(TrainedSigmas trained, double[] timesteps) {
        double[] out = new double[timesteps.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = trained.at((float) timesteps[i]);
        }
        return withEnd(out);
    }

    /** The trained amounts at quantiles of a beta distribution (Lee et al. 2024, "Beta Sampling is All You Need"). */
    static double[] beta(TrainedSigmas trained, int count, BetaSpacing spacing) {
        double[] all = trained.sigmas();
        List<Double> out = new ArrayList<>();
        double last = -1;
        for (int i = 0; i < count; i++) {
            double t = Math.rint(spacing.quantile(1 - (double) i / count) * (all.length - 1));
            if (t != last) {
                out.add(all[(int) t]);
            }
            last = t;
        }
        return withEnd(out.stream().mapToDouble(sigma -> sigma).toArray());
    }

    /** Evenly through the first fortieth of the way with half of the steps, then faster and faster (Genmo 2024, "Mochi 1"). */
    private static double[] linearQuadratic(TrainedSigmas trained, int count) {
        if (count == 1) {
            return new double[] {trained.most(), 0};
        }
        double threshold = 0.025;
        int even = count / 2;
        int rest = count - even;
        double over = even - threshold * count;
        double square = over / ((double) even * rest * rest);
        double linear = threshold / even - 2 * over / ((double) rest * rest);
        double constant = square * even * even;
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            double done = i < even ? i * threshold / even : square * i * i + linear * i + constant;
            out[i] = (1 - done) * trained.most();
        }
        return withEnd(out);
    }

    /** Even in the arc tangent of the noise (Sabour et al. 2024, "Align Your Steps", eq. for the optimum of Gaussian data). */
    private static double[] klOptimal(TrainedSigmas trained, int count) {
        double[] angles = SigmaSpacing.evenly(Math.atan(trained.most()), Math.atan(trained.least()), count);
        for (int i = 0; i < count; i++) {
            angles[i] = Math.tan(angles[i]);
        }
        return withEnd(angles);
    }

    /** With the clean end. */
    static double[] withEnd(double[] sigmas) {
        return Arrays.copyOf(sigmas, sigmas.length + 1);
    }
}
