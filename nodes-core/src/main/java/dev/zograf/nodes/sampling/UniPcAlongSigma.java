package dev.zograf.nodes.sampling;

import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.StepListener;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@link UniPcSampler} of third order as its authors run it: with unit variance inside, on a schedule whose signal stays whole, and ending
 * at a noise of 0.001 instead of at none: {@code uni_pc} and {@code uni_pc_bh2}.
 */
record UniPcAlongSigma(boolean bh2) implements Sampler {

    private static final double END = 0.001;
    private static final double TRACE = 1e-4;

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor x, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        List<NoiseLevel> levels = new ArrayList<>();
        steps.all().forEach(step -> levels.add(step.from()));
        NoiseLevel last = steps.get(steps.count() - 1).to();
        levels.add(last.sigma() == 0 ? NoiseLevel.exploding(0, END) : last);
        List<Steps.Step> inner = new ArrayList<>();
        for (int i = 0; i < steps.count(); i++) {
            inner.add(new Steps.Step(preserving(levels.get(i)), preserving(levels.get(i + 1))));
        }
        boolean flow = levels.get(0).alpha() < 1;
        int order = Math.max(Math.min(3, steps.count() - 1), 1);
        FloatTensor end = new UniPcSampler(order, true, bh2, true, Set.of())
                .sample(
                        (at, level) -> model.denoise(rescaled(at, level, outer(level, flow)), outer(level, flow)),
                        rescaled(x, levels.get(0), preserving(levels.get(0))),
                        Steps.of(inner, 1, steps::atTimestep, steps::atRatio),
                        noise,
                        (call, now, at, denoised) -> {
                            NoiseLevel outer = outer(now, flow);
                            FloatTensor edited = listener.after(call, outer, rescaled(at, now, outer), denoised);
                            return rescaled(edited, outer, now);
                        });
        NoiseLevel reached = inner.get(inner.size() - 1).to();
        return rescaled(end, reached, last);
    }

    /** With unit variance; pure noise of flows keeps a trace of signal, or lambda would be infinite. */
    private static NoiseLevel preserving(NoiseLevel level) {
        double alpha = Math.max(level.alpha(), TRACE);
        double norm = Math.hypot(alpha, level.sigma());
        return NoiseLevel.of(level.timestep(), alpha / norm, level.sigma() / norm);
    }

    /** Back in the schedule's convention. */
    private static NoiseLevel outer(NoiseLevel level, boolean flow) {
        double ratio = level.ratio();
        return flow
                ? NoiseLevel.of(level.timestep(), 1 / (1 + ratio), ratio / (1 + ratio))
                : NoiseLevel.exploding(level.timestep(), ratio);
    }

    private static FloatTensor rescaled(FloatTensor x, NoiseLevel from, NoiseLevel to) {
        return x.times(to.alpha() / Math.max(from.alpha(), TRACE));
    }
}
