package dev.zograf.nodes.sampling;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Config;
import java.util.Locale;

/**
 * Which timesteps of the training process a run visits, from noisy to clean (the three ways of Lin et al. 2024, "Common Diffusion
 * Noise Schedules and Sample Steps are Flawed", table 2).
 */
enum TimestepSpacing {
    /** Evenly from the last to the first, both included. */
    LINSPACE {
        @Override
        double[] timesteps(int count, int range, int offset) {
            return descending(linspace(range - 1, count));
        }

        @Override
        double[] open(int count, int range, int last, int offset) {
            return round(withoutEnd(descending(linspace(last - 1, count + 1))));
        }
    },
    /** Multiples of a whole number, the end left out. */
    LEADING {
        @Override
        double[] timesteps(int count, int range, int offset) {
            return descending(multiples(range / count, count, offset));
        }

        @Override
        double[] open(int count, int range, int last, int offset) {
            return withoutEnd(descending(multiples(last / (count + 1), count + 1, offset)));
        }
    },
    /** Even strides down from the last, the start left out. */
    TRAILING {
        @Override
        double[] timesteps(int count, int range, int offset) {
            return open(count, range, range, offset);
        }

        @Override
        double[] open(int count, int range, int last, int offset) {
            double stride = (double) range / count;
            double delta = (last - stride) - last;
            int reachable = Math.min(count, (int) Math.ceil(last / stride));
            double[] out = new double[reachable];
            for (int i = 0; i < reachable; i++) {
                out[i] = Math.rint(last + i * delta) - 1;
            }
            return out;
        }
    };

    /**
     * The timesteps of methods that also visit the cleanest one; {@link #LINSPACE} gives fractions.
     *
     * @param range how many timesteps the training process has
     * @param offset added to each where the spacing is {@link #LEADING}
     */
    abstract double[] timesteps(int count, int range, int offset);

    /**
     * The timesteps of the multistep solvers, whole numbers, without the cleanest, at which they end.
     *
     * @param last the timestep after the noisiest that is used
     */
    abstract double[] open(int count, int range, int last, int offset);

    /** What {@code timestep_spacing} says. */
    static TimestepSpacing of(Config config, TimestepSpacing otherwise) {
        String name = config.text("timestep_spacing", otherwise.name().toLowerCase(Locale.ROOT));
        return switch (name) {
            case "linspace" -> LINSPACE;
            case "leading" -> LEADING;
            case "trailing" -> TRAILING;
            default ->
                throw new BadFileException(
                        config.file(),
                        "the timestep_spacing \"" + name + "\" is not known; there are linspace, leading, trailing.");
        };
    }

    /** Rejects more steps than the training process had. */
    static void check(int count, int range) {
        if (count < 1 || count > range) {
            throw new InvalidInputException("steps", "The schedule has 1 to " + range + " steps, not " + count + ".");
        }
    }

    /** To the nearest whole number, halves to the even one. */
    static double[] round(double[] values) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.rint(values[i]);
        }
        return out;
    }

    private static double[] linspace(double end, int count) {
        double[] out = new double[count];
        for (int i = 1; i < count; i++) {
            out[i] = i == count - 1 ? end : i * (end / (count - 1));
        }
        return out;
    }

    private static double[] multiples(int stride, int count, int offset) {
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            out[i] = i * stride + offset;
        }
        return out;
    }

    private static double[] descending(double[] values) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[out.length - 1 - i];
        }
        return out;
    }

    private static double[] withoutEnd(double[] values) {
        return java.util.Arrays.copyOf(values, values.length - 1);
    }
}
