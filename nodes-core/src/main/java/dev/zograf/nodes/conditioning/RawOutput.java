package dev.zograf.nodes.conditioning;

import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.value.FloatTensor;

/** The way back from a clean latent to what a network would have said of it, whatever it was trained to predict. */
public final class RawOutput {

    private RawOutput() {}

    /**
     * The output that means this clean latent. It is found from what two other outputs mean: all kinds of prediction are linear in the
     * output.
     *
     * @param x the noisy latent before {@link Prediction#scaleInput}
     */
    public static FloatTensor meaning(FloatTensor clean, Prediction prediction, FloatTensor x, NoiseLevel level) {
        FloatTensor nothing = FloatTensor.zeros(x.shape());
        FloatTensor zero = prediction.denoised(x, nothing, level).x0();
        FloatTensor one = prediction.denoised(x, nothing.map(each -> 1), level).x0();
        return clean.minus(zero).zip(one.minus(zero), (distance, unit) -> distance / unit);
    }
}
