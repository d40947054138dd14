package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.value.FloatTensor;

/** Clean at once and noise again down to the next level (Song et al. 2023, "Consistency Models", algorithm 1): {@code lcm}. */
public record Lcm() implements SigmaSampler {

    @Override
    public FloatTensor walk(Walk walk, FloatTensor x) {
        for (int i = 0; i < walk.count(); i++) {
            double to = walk.sigma(i + 1);
            FloatTensor x0 = walk.denoise(x, i).x0();
            x = walk.reached(i + 1, walk.noised(x0.times(walk.alpha(to)), to));
        }
        return x;
    }
}
