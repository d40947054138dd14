package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.value.FloatTensor;
import java.util.Optional;

/**
 * {@link EulerCfgPlusPlus} whose step is partly that of Adams and Bashforth's second order, whose noise carries its last change on, and
 * which ends on the straight line through the last two clean latents, at no noise: {@code cfgpp_ud10_ab}.
 *
 * @param history how much of a step is of second order, 0 to 1
 * @param carried how much of the noise's last change is carried on
 */
public record HistoryCfgPlusPlus(double history, double carried) implements SigmaSampler {

    /** What an evaluation leaves for the next step. */
    private record Before(FloatTensor x0, FloatTensor noise, FloatTensor slope) {}

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        Optional<Before> before = Optional.empty();
        for (int i = 0; i < walk.count(); i++) {
            Denoised denoised = walk.denoise(x, i);
            FloatTensor x0 = denoised.x0();
            double from = walk.sigma(i);
            double to = walk.sigma(i + 1);
            double length = to - from;
            double last = i == 0 ? length : from - walk.sigma(i - 1);
            FloatTensor noise =
                    x.plus(-walk.alpha(from), Walk.unconditional(denoised)).over(from);
            FloatTensor ahead = before.map(b -> noise.plus(carried * length / last, noise.minus(b.noise())))
                    .orElse(noise);
            FloatTensor step = x0.times(walk.alpha(to)).plus(to, ahead).minus(x);
            FloatTensor slope = step.over(length);
            if (walk.clean(i + 1) && before.isPresent()) {
                x = x0.plus(-from / last, x0.minus(before.get().x0()));
            } else {
                double curved = history * length * length / (2 * last);
                FloatTensor now = x.plus(step);
                x = before.map(b -> now.plus(curved, slope.minus(b.slope()))).orElse(now);
            }
            x = walk.reached(i + 1, x);
            before = Optional.of(new Before(x0, noise, slope));
        }
        return x;
    }

    @Override
    public boolean needsUnconditional() {
        return true;
    }
}
