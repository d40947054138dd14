package dev.zograf.nodes.patch;

import dev.zograf.api.model.GuidanceEdit;
import dev.zograf.api.model.Guided;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.conditioning.RawOutput;

/**
 * Clips the clean latent that a guided output means at a quantile of its sizes and scales it back to a limit (Saharia et al. 2022,
 * "Imagen", section 2.3, where the limit is 1 for pixels).
 */
record ThresholdedClean(double quantile, double limit) implements GuidanceEdit {

    @Override
    public FloatTensor edit(Guided guided, Call call) {
        FloatTensor x0 = call.prediction()
                .denoised(call.x(), guided.output(), call.moment().level())
                .x0();
        FloatTensor kept = Entries.map(x0, x0, (each, same) -> {
            double s = Math.max(limit, Entries.quantileOfSizes(each, quantile));
            return each.clamp(-s, s).times(limit / s);
        });
        return RawOutput.meaning(
                kept, call.prediction(), call.x(), call.moment().level());
    }
}
