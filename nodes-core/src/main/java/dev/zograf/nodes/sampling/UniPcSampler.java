package dev.zograf.nodes.sampling;

import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.StepListener;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The unified predictor-corrector (Zhao et al. 2023, "UniPC", algorithms 1 and 2): before each step the evaluation at its start corrects
 * the step that led there, at no further cost.
 *
 * @param order of the predictor
 * @param data whether it is written in the clean latent rather than the noise
 * @param bh2 whether the paper's second function B(h) is used: {@code exp(h) - 1} instead of {@code h}
 * @param lowerOrderFinal whether the last steps are of lower orders
 * @param uncorrected the steps, by index, whose result is not corrected
 */
record UniPcSampler(int order, boolean data, boolean bh2, boolean lowerOrderFinal, Set<Integer> uncorrected)
        implements Sampler {

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor start, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        FloatTensor x = start;
        FloatTensor last = start;
        List<FloatTensor> outputs = new ArrayList<>();
        int previous = 0;
        for (int i = 0; i < steps.count(); i++) {
            NoiseLevel from = steps.get(i).from();
            Denoised denoised = model.denoise(x, from);
            FloatTensor output = data ? denoised.x0() : denoised.epsilon();
            if (i > 0 && !uncorrected.contains(steps.before() + i - 1)) {
                x = step(last, outputs, steps, i - 1, previous, output, true);
            }
            History.push(outputs, output, order);
            int whole = lowerOrderFinal ? Math.min(order, steps.count() + steps.after() - i) : order;
            previous = Math.min(whole, i + 1);
            last = x;
            x = step(x, outputs, steps, i, previous, output, false);
            x = listener.after(i, steps.get(i).to(), x, denoised);
        }
        return x;
    }

    /**
     * One step, predicted or corrected.
     *
     * @param outputs those at the levels up to the step's start, the newest first
     * @param atEnd the output at the step's end, used by the corrector only
     */
    private FloatTensor step(
            FloatTensor x,
            List<FloatTensor> outputs,
            Steps steps,
            int i,
            int rank,
            FloatTensor atEnd,
            boolean correct) {
        NoiseLevel from = steps.get(i).from();
        NoiseLevel to = steps.get(i).to();
        double h = to.lambda() - from.lambda();
        double hh = data ? -h : h;
        double target = data ? to.alpha() : to.sigma();
        double keep = data ? to.sigma() / from.sigma() : to.alpha() / from.alpha();
        double growth = Math.expm1(hh);
        Deque<FloatTensor> parts = new ArrayDeque<>(List.of(x, outputs.get(0)));
        List<Double> weights = new ArrayList<>(List.of(keep, -target * growth));
        int known = Double.isInfinite(h) ? 1 : rank;
        double[] nodes = new double[known];
        for (int k = 1; k < known; k++) {
            nodes[k - 1] = (steps.get(i - k).from().lambda() - from.lambda()) / h;
        }
        nodes[known - 1] = 1;
        double[] rho = correct ? corrector(nodes, hh) : predictor(nodes, hh);
        double scale = -target * (bh2 ? growth : hh);
        for (int k = 0; k < rho.length; k++) {
            boolean end = k == known - 1;
            parts.add(end ? atEnd : outputs.get(k + 1));
            double weight = scale * rho[k] / nodes[k];
            weights.add(weight);
            weights.set(1, weights.get(1) - weight);
        }
        return WeightedSum.of(
                List.copyOf(parts), weights.stream().mapToDouble(w -> w).toArray());
    }

    private double[] predictor(double[] nodes, double hh) {
        int unknowns = nodes.length - 1;
        return unknowns == 1 ? new double[] {0.5} : solve(nodes, hh, unknowns);
    }

    private double[] corrector(double[] nodes, double hh) {
        return nodes.length == 1 ? new double[] {0.5} : solve(nodes, hh, nodes.length);
    }

    /** The weights of the differences: the paper's eq. 9, a Vandermonde system in the nodes. */
    private double[] solve(double[] nodes, double hh, int size) {
        double b = bh2 ? Math.expm1(hh) : hh;
        double phi = Math.expm1(hh) / hh - 1;
        double factorial = 1;
        double[][] rows = new double[size][size + 1];
        for (int r = 0; r < size; r++) {
            for (int c = 0; c < size; c++) {
                rows[r][c] = Math.pow(nodes[c], r);
            }
            rows[r][size] = phi * factorial / b;
            factorial *= r + 2;
            phi = phi / hh - 1 / factorial;
        }
        return LinearSystem.solve(rows);
    }
}
