package dev.zograf.nodes.sampling;

import dev.zograf.api.BadFileException;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/**
 * How much noise each step of the training process adds: the betas of Ho et al. 2020, "Denoising Diffusion Probabilistic Models".
 * Computed in single precision, since the published models were trained on rounded values.
 */
enum BetaSchedule {
    /** Evenly spaced (Ho et al. 2020). */
    LINEAR {
        @Override
        float[] betas(int count, double start, double end) {
            return evenly(start, end, count);
        }
    },
    /** Square roots evenly spaced (Rombach et al. 2022, published code). */
    SCALED_LINEAR {
        @Override
        float[] betas(int count, double start, double end) {
            return map(evenly(Math.sqrt(start), Math.sqrt(end), count), b -> (float) b * (float) b);
        }
    },
    /** Squared cosine (Nichol and Dhariwal 2021, eq. 17). */
    SQUAREDCOS_CAP_V2 {
        @Override
        float[] betas(int count, double start, double end) {
            return fromSignal(count, t -> Math.pow(Math.cos((t + 0.008) / 1.008 * Math.PI / 2), 2));
        }
    },
    /** Signal that decays as exp(-12 t). */
    EXP {
        @Override
        float[] betas(int count, double start, double end) {
            return fromSignal(count, t -> Math.exp(-12 * t));
        }
    },
    /** Log-signal-to-noise ratio distributed as Laplace's (Hang et al. 2024, "Improved Noise Schedule"). */
    LAPLACE {
        @Override
        float[] betas(int count, double start, double end) {
            return fromSignal(count, t -> {
                double ratio = Math.exp(-0.5 * Math.copySign(1, 0.5 - t) * Math.log(1 - 2 * Math.abs(0.5 - t) + 1e-6));
                return Math.sqrt(ratio / (1 + ratio));
            });
        }
    },
    /** A logistic curve from -6 to 6 (Xu et al. 2022, "GeoDiff"). */
    SIGMOID {
        @Override
        float[] betas(int count, double start, double end) {
            return map(evenly(-6, 6, count), x -> 1 / (1 + Math.exp(-x)) * (end - start) + start);
        }
    };

    private static final double LARGEST = 0.999;

    /** One beta for each training timestep, in order. */
    abstract float[] betas(int count, double start, double end);

    /** The schedule that a configuration names; the error lists all. */
    static BetaSchedule named(String name, String file) {
        for (BetaSchedule schedule : values()) {
            if (schedule.label().equals(name)) {
                return schedule;
            }
        }
        throw new BadFileException(
                file,
                "the beta_schedule \"" + name + "\" is not known; there are "
                        + Arrays.stream(values()).map(BetaSchedule::label).collect(Collectors.joining(", ")) + ".");
    }

    private String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    private static float[] evenly(double start, double end, int count) {
        float[] out = new float[count];
        float step = count == 1 ? 0 : ((float) end - (float) start) / (count - 1);
        for (int i = 0; i < count; i++) {
            // From both ends and fused, as PyTorch's linspace does.
            out[i] = i < count / 2 || count == 1
                    ? Math.fma(step, (float) i, (float) start)
                    : Math.fma(-step, (float) (count - 1 - i), (float) end);
        }
        return out;
    }

    private static float[] fromSignal(int count, DoubleUnaryOperator signal) {
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            double now = signal.applyAsDouble((double) i / count);
            double next = signal.applyAsDouble((i + 1.0) / count);
            out[i] = (float) Math.min(1 - next / now, LARGEST);
        }
        return out;
    }

    private static float[] map(float[] values, DoubleUnaryOperator f) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) f.applyAsDouble(values[i]);
        }
        return out;
    }
}
