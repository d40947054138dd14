package dev.zograf.nodes.sampling.solver;

/**
 * A step that goes down further than wanted and is noised up again (Crowson 2022, k-diffusion's ancestral steps, after the posterior
 * of Ho et al. 2020; for flows so that the variance is kept): {@code x -> keep * x + fresh * noise} after a step down to {@code down}.
 */
record Ancestral(double down, double keep, double fresh) {

    /** @param eta 0 is deterministic, 1 as much noise as the posterior has */
    static Ancestral of(Walk walk, int i, double eta) {
        double from = walk.sigma(i);
        double to = walk.sigma(i + 1);
        if (walk.flow()) {
            double down = to * (1 + (to / from - 1) * eta);
            double keep = (1 - to) / (1 - down);
            return new Ancestral(down, keep, Math.sqrt(Math.max(to * to - down * down * keep * keep, 0)));
        }
        return exploding(from, to, eta);
    }

    /** The same for a signal that stays whole. */
    static Ancestral exploding(double from, double to, double eta) {
        double up = Math.min(to, eta * to * Math.sqrt(Math.max(1 - to / from * (to / from), 0)));
        return new Ancestral(Math.sqrt(Math.max(to * to - up * up, 0)), 1, up);
    }
}
