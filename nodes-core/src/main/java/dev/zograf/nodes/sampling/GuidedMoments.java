package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Moment;

/** When guidance counts: while every edit of a model's guidance looks at it. */
final class GuidedMoments {

    private GuidedMoments() {}

    static boolean include(Moment moment, Denoiser denoiser) {
        return denoiser.guidance().stream().allMatch(edit -> edit.isGuided(moment));
    }
}
