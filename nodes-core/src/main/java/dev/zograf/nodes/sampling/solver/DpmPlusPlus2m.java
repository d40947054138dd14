package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;
import java.util.Optional;

/** DPM-Solver++(2M), one evaluation a step (Lu et al. 2022b, algorithm 2): {@code dpmpp_2m}. */
public record DpmPlusPlus2m() implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        Optional<FloatTensor> before = Optional.empty();
        for (int i = 0; i < walk.count(); i++) {
            FloatTensor x0 = walk.denoise(x, i).x0();
            FloatTensor aim = x0;
            if (before.isPresent() && !walk.clean(i + 1)) {
                // Along sigma, as published; a flow's signal is not looked at.
                double h = Math.log(walk.sigma(i) / walk.sigma(i + 1));
                double last = Math.log(walk.sigma(i - 1) / walk.sigma(i));
                double ahead = h / (2 * last);
                aim = x0.times(1 + ahead).plus(-ahead, before.get());
            }
            x = walk.reached(i + 1, Walk.towards(x, aim, walk.sigma(i), walk.sigma(i + 1)));
            before = Optional.of(x0);
        }
        return x;
    }
}
