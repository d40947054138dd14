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
 * DPM-Solver's singlestep methods: 2S and 3S (Lu et al. 2022a, algorithms 1 and 2; 2022b, algorithm 1). Steps come in groups; each
 * step of a group starts where the group started and uses all its outputs.
 *
 * @param solver the terms it is written in
 * @param order 1 to 3, the size of a group
 * @param exact whether differences are integrated exactly ("heun") or by the papers' rule ("midpoint")
 * @param lowerOrderFinal whether the run ends with smaller groups
 */
record DpmSolverSinglestepSampler(DpmSolver solver, int order, boolean exact, boolean lowerOrderFinal)
        implements Sampler {

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor start, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        FloatTensor x = start;
        FloatTensor base = start;
        List<Integer> orders = orders(steps);
        List<FloatTensor> outputs = new ArrayList<>();
        for (int i = 0; i < steps.count(); i++) {
            NoiseLevel from = steps.get(i).from();
            NoiseLevel to = steps.get(i).to();
            Denoised denoised = model.denoise(x, from);
            History.push(outputs, solver.output(x, denoised, from), order);
            int current = Math.min(orders.get(steps.before() + i), outputs.size());
            if (current == 1) {
                base = x;
            }
            NoiseLevel group = steps.get(i - current + 1).from();
            double h = to.lambda() - group.lambda();
            double[] weights = weights(steps, i, current, h);
            weights[0] = solver.keep(group, to, h);
            List<FloatTensor> parts = new ArrayList<>(List.of(base));
            parts.addAll(outputs.subList(0, current));
            FloatTensor next = WeightedSum.of(parts, weights);
            if (solver.stochastic()) {
                next = WeightedSum.of(1, next, solver.noise(to, h), noise.normal(x.shape()));
            }
            x = listener.after(i, to, next, denoised);
        }
        return x;
    }

    /** The weights of the outputs, the newest first, from index 1 on; the oldest is that of the group's start. */
    private double[] weights(Steps steps, int i, int current, double h) {
        NoiseLevel to = steps.get(i).to();
        double zeroth = solver.zeroth(to, h);
        if (current == 1) {
            return new double[] {0, zeroth};
        }
        double group = steps.get(i - current + 1).from().lambda();
        double r0 = (steps.get(i).from().lambda() - group) / h;
        if (current == 2) {
            double first = solver.first(to, h, exact) / r0;
            return new double[] {0, first, zeroth - first};
        }
        double r1 = (steps.get(i - 1).from().lambda() - group) / h;
        double first = solver.first(to, h);
        double newest;
        double middle;
        if (exact) {
            // Differences n (newest, over r0) and m (middle, over r1): D1 = (r0 m - r1 n) / (r0 - r1), D2 = 2 (n - m) /
            // (r0 - r1).
            double second = solver.second(to, h);
            newest = (-first * r1 + 2 * second) / (r0 - r1) / r0;
            middle = (first * r0 - 2 * second) / (r0 - r1) / r1;
        } else {
            newest = first / r0;
            middle = 0;
        }
        return new double[] {0, newest, middle, zeroth - newest - middle};
    }

    /** The order of each step of the whole schedule. */
    private List<Integer> orders(Steps steps) {
        int count = steps.before() + steps.count() + steps.after();
        boolean toZero = steps.get(count - 1 - steps.before()).to().sigma() == 0;
        List<Integer> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            orders.add(i % order + 1);
        }
        if (order > 1 && count % order == 0 && (lowerOrderFinal || toZero)) {
            // The last group is split, so that the last step is of first order.
            orders.set(count - 1, 1);
        }
        if (toZero) {
            orders.set(count - 1, 1);
        }
        return orders;
    }
}
