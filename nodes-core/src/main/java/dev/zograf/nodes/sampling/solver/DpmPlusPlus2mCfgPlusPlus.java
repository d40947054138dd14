package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.value.FloatTensor;
import java.util.Optional;

/**
 * {@link DpmPlusPlus2m} whose noise is that of the negative side (Chung et al. 2024, "CFG++", appendix on higher orders): {@code
 * dpmpp_2m_cfg_pp}.
 */
public record DpmPlusPlus2mCfgPlusPlus() implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        Optional<FloatTensor> before = Optional.empty();
        for (int i = 0; i < walk.count(); i++) {
            Denoised denoised = walk.denoise(x, i);
            FloatTensor away = Walk.unconditional(denoised);
            double kept = walk.sigma(i + 1) / walk.sigma(i);
            FloatTensor next = denoised.x0().plus(kept, x.minus(away));
            if (before.isPresent() && !walk.clean(i + 1)) {
                double h = Math.log(walk.sigma(i) / walk.sigma(i + 1));
                double last = Math.log(walk.sigma(i - 1) / walk.sigma(i));
                next = next.plus((1 - kept) * h / (2 * last), denoised.x0().minus(before.get()));
            }
            x = walk.reached(i + 1, next);
            before = Optional.of(away);
        }
        return x;
    }

    @Override
    public boolean needsUnconditional() {
        return true;
    }
}
