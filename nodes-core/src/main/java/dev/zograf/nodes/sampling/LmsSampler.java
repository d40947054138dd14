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
 * The linear multistep method of Adams and Bashforth on uneven steps: the slopes so far are interpolated by a polynomial, which is
 * integrated exactly (Liu et al. 2022, section 3; Crowson 2022, k-diffusion's "LMS").
 *
 * @param order how many slopes are used, 1 to 4
 */
record LmsSampler(int order) implements Sampler {

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor start, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        FittingLevels.alongSigma(steps);
        FloatTensor x = start;
        List<FloatTensor> slopes = new ArrayList<>();
        for (int i = 0; i < steps.count(); i++) {
            NoiseLevel from = steps.get(i).from();
            NoiseLevel to = steps.get(i).to();
            Denoised denoised = model.denoise(x, from);
            History.push(slopes, WeightedSum.of(1 / from.sigma(), x, -1 / from.sigma(), denoised.x0()), order);
            // Image to image starts with fewer slopes than the published rule asks for; the missing ones count as zero
            // there.
            int points = Math.min(steps.before() + i + 1, order);
            int known = Math.min(points, slopes.size());
            List<FloatTensor> parts = new ArrayList<>(slopes.subList(0, known));
            double[] weights = new double[known + 1];
            for (int k = 0; k < known; k++) {
                weights[k] = weight(steps, i, points, k);
            }
            parts.add(x);
            weights[known] = 1;
            x = listener.after(i, to, WeightedSum.of(parts, weights), denoised);
        }
        return x;
    }

    /** The integral over the step of the Lagrange polynomial that is 1 at the k-th last level: Gauss-Legendre, exact here. */
    private static double weight(Steps steps, int i, int points, int k) {
        double a = steps.get(i).from().sigma();
        double b = steps.get(i).to().sigma();
        double half = 0.5 * (b - a);
        double middle = 0.5 * (a + b);
        double root = Math.sqrt(0.6);
        return half
                * (5 * lagrange(steps, i, points, k, middle - half * root)
                        + 8 * lagrange(steps, i, points, k, middle)
                        + 5 * lagrange(steps, i, points, k, middle + half * root))
                / 9;
    }

    private static double lagrange(Steps steps, int i, int points, int k, double sigma) {
        double product = 1;
        for (int j = 0; j < points; j++) {
            if (j != k) {
                double other = steps.get(i - j).from().sigma();
                product *= (sigma - other) / (steps.get(i - k).from().sigma() - other);
            }
        }
        return product;
    }
}
