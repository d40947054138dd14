package dev.zograf.nodes.sampling;

import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.StepListener;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The diffusion exponential integrator sampler in the logarithm of the noise (Zhang and Chen 2022, "DEIS", t-AB with log-rho): outputs
 * are interpolated by a polynomial in {@code ln(sigma / alpha)}, which is integrated exactly.
 *
 * @param order 1 to 3
 * @param lowerOrderFinal whether short runs end with lower orders, for stability
 */
record DeisSampler(int order, boolean lowerOrderFinal) implements Sampler {

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor start, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        FloatTensor x = start;
        List<FloatTensor> outputs = new ArrayList<>();
        for (int i = 0; i < steps.count(); i++) {
            NoiseLevel from = steps.get(i).from();
            NoiseLevel to = steps.get(i).to();
            Denoised denoised = model.denoise(x, from);
            History.push(outputs, InputScale.noise(x, denoised.x0(), from), order);
            int current = orderOf(steps, i);
            List<FloatTensor> parts = new ArrayList<>(outputs.subList(0, current));
            double[] weights = new double[current + 1];
            for (int k = 0; k < current; k++) {
                weights[k] = to.alpha() * weight(steps, i, current, k);
            }
            parts.add(x);
            weights[current] = to.alpha() / from.alpha();
            x = listener.after(i, to, WeightedSum.of(parts, weights), denoised);
        }
        return x;
    }

    private int orderOf(Steps steps, int i) {
        int remaining = steps.count() + steps.after() - i;
        boolean shortRun = lowerOrderFinal && steps.before() + remaining + i < DpmSolverMultistepSampler.SHORT;
        int allowed = shortRun && remaining < 3 ? remaining : order;
        return Math.min(Math.min(order, i + 1), allowed);
    }

    /** The integral over rho from the step's start to its end of the polynomial that is 1 at the k-th last level. */
    private static double weight(Steps steps, int i, int current, int k) {
        double from = steps.get(i).from().ratio();
        double to = steps.get(i).to().ratio();
        double own = Math.log(steps.get(i - k).from().ratio());
        List<Double> others = new ArrayList<>();
        double scale = 1;
        for (int j = 0; j < current; j++) {
            if (j != k) {
                double log = Math.log(steps.get(i - j).from().ratio());
                others.add(log);
                scale *= own - log;
            }
        }
        return (primitive(to, others) - primitive(from, others)) / scale;
    }

    /** A primitive over rho of the product of {@code ln rho - c} over at most two constants c. */
    private static double primitive(double rho, List<Double> constants) {
        if (rho == 0) {
            return 0;
        }
        double log = Math.log(rho);
        return switch (constants.size()) {
            case 0 -> rho;
            case 1 -> rho * (log - 1 - constants.get(0));
            default -> {
                double c = constants.get(0);
                double d = constants.get(1);
                yield rho * (log * log - (2 + c + d) * log + 2 + c + d + c * d);
            }
        };
    }
}
