package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;
import java.util.Arrays;

/** Schedules that were published as numbers: optimised for a model, or for a distilled one. */
final class PublishedSigmas {

    private static final double[] SD1 = {
        14.6146412293,
        6.4745760956,
        3.8636745985,
        2.6946151520,
        1.8841921177,
        1.3943805092,
        0.9642583904,
        0.6523686016,
        0.3977456272,
        0.1515232662,
        0.0291671582
    };
    private static final double[] SDXL = {
        14.6146412293,
        6.3184485287,
        3.7681790315,
        2.1811480769,
        1.3405244945,
        0.8620721141,
        0.5550693289,
        0.3798540708,
        0.2332364134,
        0.1114188177,
        0.0291671582
    };
    private static final double[] SVD = {700, 54.5, 15.886, 7.977, 4.248, 1.789, 0.981, 0.403, 0.173, 0.034, 0.002};

    private PublishedSigmas() {}

    /** Sabour et al. 2024, "Align Your Steps", table of the project's page, interpolated in the logarithm for other counts. */
    static double[] alignYourSteps(String model, int count, double denoise) {
        double[] table = switch (model) {
            case "sd1" -> SD1;
            case "sdxl" -> SDXL;
            case "svd" -> SVD;
            default ->
                throw new InvalidInputException(
                        "scheduler", "Align Your Steps has sd1, sdxl and svd, not \"" + model + "\".");
        };
        int kept = denoise < 1 ? (int) Math.rint(count * denoise) : count;
        if (denoise <= 0 || kept == 0) {
            return new double[0];
        }
        double[] sigmas = new double[count + 1];
        for (int i = 0; i <= count; i++) {
            double at = (double) i / count * (table.length - 1);
            int low = Math.min((int) at, table.length - 2);
            double share = at - low;
            sigmas[i] = Math.exp((1 - share) * Math.log(table[low]) + share * Math.log(table[low + 1]));
        }
        sigmas[count] = 0;
        return Arrays.copyOfRange(sigmas, count - kept, count + 1);
    }

    /** The ten timesteps that SD Turbo was distilled for, from the most noise on (Sauer et al. 2023). */
    static double[] sdTurbo(TrainedSigmas trained, int count, double denoise) {
        int first = 10 - (int) (10 * denoise);
        int steps = Math.max(Math.min(count, 10 - first), 0);
        double[] out = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            out[i] = trained.at(100 * (10 - first - i) - 1);
        }
        return steps == 0 ? new double[0] : out;
    }
}
