package dev.zograf.nodes.patch;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.GuidanceEdit;
import dev.zograf.api.model.Guided;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.conditioning.RawOutput;

/**
 * Gives the guided output the standard deviation of the positive one (Lin et al. 2023, "Common Diffusion Noise Schedules and Sample Steps
 * are Flawed", eq. 15 and 16).
 *
 * @param share how much of the rescaled output is mixed with the plain one, the paper's phi
 * @param velocity whether the outputs are compared as velocities, whatever the network predicts; otherwise as the network gives them
 */
record RescaledGuidance(double share, boolean velocity) implements GuidanceEdit {

    @Override
    public FloatTensor edit(Guided guided, Call call) {
        if (guided.negative().isEmpty()) {
            return guided.output();
        }
        if (!velocity) {
            return mixed(guided.output(), guided.positive());
        }
        NoiseLevel level = call.moment().level();
        double size = Math.hypot(level.alpha(), level.sigma());
        double alpha = level.alpha() / size;
        double sigma = level.sigma() / size;
        FloatTensor made = mixed(velocity(guided.output(), call), velocity(guided.positive(), call));
        FloatTensor clean = call.x().over(size).zip(made, (x, v) -> alpha * x - sigma * v);
        return RawOutput.meaning(clean, call.prediction(), call.x(), level);
    }

    /** Salimans and Ho 2022, appendix D: {@code alpha * epsilon - sigma * x0} where both squares add up to 1. */
    private static FloatTensor velocity(FloatTensor output, Call call) {
        NoiseLevel level = call.moment().level();
        Denoised denoised = call.prediction().denoised(call.x(), output, level);
        double size = Math.hypot(level.alpha(), level.sigma());
        return denoised.epsilon()
                .zip(denoised.x0(), (epsilon, x0) -> (level.alpha() * epsilon - level.sigma() * x0) / size);
    }

    private FloatTensor mixed(FloatTensor guided, FloatTensor positive) {
        return Entries.map(guided, positive, (each, like) -> {
            double factor = share * Entries.deviation(like) / Entries.deviation(each) + 1 - share;
            return each.times(factor);
        });
    }
}
