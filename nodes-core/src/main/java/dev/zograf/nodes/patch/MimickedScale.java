package dev.zograf.nodes.patch;

import dev.zograf.api.model.GuidanceEdit;
import dev.zograf.api.model.Guided;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.conditioning.RawOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the range of values that a lower scale of guidance would have given the clean latent, for each channel by itself: what lies beyond a
 * quantile of the strongly guided one is clipped, and the rest is stretched to the weakly guided one's greatest value. It is the dynamic
 * thresholding of Saharia et al. 2022 with a range that follows the latent instead of the fixed one of pixels, as the extension "Dynamic
 * Thresholding (CFG Scale Fix)" has it.
 *
 * @param scale the lower scale
 * @param quantile of the sizes around the channel's mean; 1 clips nothing
 * @param share how much of the result is mixed with the plain clean latent
 */
record MimickedScale(double scale, double quantile, double share) implements GuidanceEdit {

    @Override
    public FloatTensor edit(Guided guided, Call call) {
        if (guided.negative().isEmpty()) {
            return guided.output();
        }
        FloatTensor output = guided.negative().get().zip(guided.positive(), (away, to) -> away + scale * (to - away));
        FloatTensor clean = Entries.map(clean(guided.output(), call), clean(output, call), (strong, weak) -> {
            List<FloatTensor> channels = new ArrayList<>();
            for (int c = 0; c < strong.dim(1); c++) {
                channels.add(mimicked(strong.slice(1, c, c + 1), weak.slice(1, c, c + 1)));
            }
            return FloatTensor.concat(1, channels);
        });
        return RawOutput.meaning(
                clean, call.prediction(), call.x(), call.moment().level());
    }

    private static FloatTensor clean(FloatTensor output, Call call) {
        return call.prediction()
                .denoised(call.x(), output, call.moment().level())
                .x0();
    }

    private FloatTensor mimicked(FloatTensor strong, FloatTensor weak) {
        double mean = Entries.mean(strong);
        double weakMean = Entries.mean(weak);
        double range = Entries.quantileOfSizes(weak.map(v -> v - weakMean), 1);
        FloatTensor centred = strong.map(v -> v - mean);
        double limit = Math.max(range, Entries.quantileOfSizes(centred, quantile));
        if (limit == 0) {
            return strong;
        }
        return centred.clamp(-limit, limit)
                .times(range / limit)
                .zip(strong, (kept, plain) -> share * (kept + mean) + (1 - share) * plain);
    }
}
