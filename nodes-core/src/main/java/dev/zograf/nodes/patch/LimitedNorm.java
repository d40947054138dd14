package dev.zograf.nodes.patch;

import dev.zograf.api.model.GuidanceEdit;
import dev.zograf.api.model.Guided;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.conditioning.RawOutput;

/**
 * Multiplies the guided clean latent, at each place, by {@code strength * min(1, |positive| / |guided|)}, where the norms are Euclidean over
 * channels and the positive one is what the prompt alone leads to.
 */
record LimitedNorm(double strength) implements GuidanceEdit {

    /** Keeps the quotient finite. */
    private static final double LEAST = 1e-8;

    @Override
    public FloatTensor edit(Guided guided, Call call) {
        FloatTensor clean = clean(guided.output(), call);
        float[] values = clean.toArray();
        float[] like = clean(guided.positive(), call).toArray();
        int channels = clean.dim(1);
        int places = clean.dim(2) * clean.dim(3);
        for (int entry = 0; entry < clean.dim(0); entry++) {
            for (int place = 0; place < places; place++) {
                int at = entry * channels * places + place;
                double share = norm(like, at, channels, places) / (norm(values, at, channels, places) + LEAST);
                double factor = strength * Math.min(1, share);
                for (int c = 0; c < channels; c++) {
                    values[at + c * places] = (float) (values[at + c * places] * factor);
                }
            }
        }
        return RawOutput.meaning(
                FloatTensor.wrap(values, clean.shape()),
                call.prediction(),
                call.x(),
                call.moment().level());
    }

    private static FloatTensor clean(FloatTensor output, Call call) {
        return call.prediction()
                .denoised(call.x(), output, call.moment().level())
                .x0();
    }

    private static double norm(float[] values, int at, int channels, int places) {
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            double value = values[at + c * places];
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
