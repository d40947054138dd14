package dev.zograf.api.model;

import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.List;

/**
 * A change of the network's guided output before the sampler sees it: rescaling, thresholding, a further direction of guidance. A plugin
 * ships one by handing it to {@link Denoiser#withGuidance}. Immutable.
 */
@FunctionalInterface
public interface GuidanceEdit {

    /** The output to go on with, of the same shape. */
    FloatTensor edit(Guided guided, Call call);

    /**
     * Whether it looks at what guidance makes of both sides at that moment. Where it goes on with the {@linkplain Guided#positive positive}
     * output whatever else there is, it says no, and the negative side is not evaluated.
     */
    default boolean isGuided(Moment moment) {
        return true;
    }

    /** What an edit may ask for. */
    interface Call {

        /** The noisy latent in the convention of the level. */
        FloatTensor x();

        /** The same as the network was given it. */
        FloatTensor scaledX();

        /** Where the run stands. */
        Moment moment();

        /** What the network's output means. */
        Prediction prediction();

        /** The positive conditionings that the guider leads to; none if it does not say. */
        List<Conditioning> positive();

        /** The negative conditionings that the guider leads away from; none if it does not say. */
        List<Conditioning> negative();

        /** The model that is guided, to evaluate it again, patched for instance. */
        Denoiser denoiser();

        /** The run. */
        RunContext context();
    }
}
