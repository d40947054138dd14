package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Guider;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.List;
import java.util.Optional;

/**
 * Classifier-free guidance (Ho and Salimans 2022, eq. 6 with {@code scale = 1 + w}): away from the negative conditioning, towards the
 * positive one. Both are evaluated in one go, the negative first. A scale of 1 needs the positive one only.
 */
public final class CfgGuider implements Guider {

    private final Conditioning positive;
    private final Optional<Conditioning> negative;
    private final double scale;

    private CfgGuider(Conditioning positive, Optional<Conditioning> negative, double scale) {
        this.positive = positive;
        this.negative = negative;
        this.scale = scale;
    }

    /**
     * A guider.
     *
     * @param negative without it, what an empty prompt would have given, if the positive one knows
     * @param scale how strongly the prompt is followed; 1 not more than the network does by itself
     * @throws InvalidInputException if there is nothing to lead away from
     */
    public static CfgGuider of(Conditioning positive, Optional<Conditioning> negative, double scale) {
        if (scale == 1) {
            return new CfgGuider(positive, Optional.empty(), 1);
        }
        Conditioning away = negative.or(() -> positive.get(Conditioning.UNCONDITIONAL))
                .orElseThrow(() -> new InvalidInputException(
                        "negative",
                        "Guidance with a scale of " + scale
                                + " needs a negative conditioning; connect one or set the scale to 1."));
        // Channels to concatenate belong to the picture, not to the prompt.
        Optional<FloatTensor> concat = positive.get(Conditioning.CONCAT);
        if (concat.isPresent() && away.get(Conditioning.CONCAT).isEmpty()) {
            away = away.with(Conditioning.CONCAT, concat.get());
        }
        return new CfgGuider(positive, Optional.of(away), scale);
    }

    /** How many pictures the prompts ask for. */
    int batch() {
        return Math.max(positive.batch(), negative.map(Conditioning::batch).orElse(1));
    }

    /** How many channels are put behind the latent's own. */
    int extraChannels() {
        return positive.get(Conditioning.CONCAT).map(concat -> concat.dim(1)).orElse(0);
    }

    @Override
    public FloatTensor predict(Denoiser denoiser, FloatTensor x, NoiseLevel level, RunContext ctx) {
        if (negative.isEmpty()) {
            return denoiser.predict(x, level.timestep(), List.of(positive), ctx).get(0);
        }
        List<FloatTensor> outputs = denoiser.predict(x, level.timestep(), List.of(negative.get(), positive), ctx);
        FloatTensor away = outputs.get(0);
        FloatTensor towards = outputs.get(1);
        int channels = x.dim(1);
        if (towards.dim(1) != 2 * channels) {
            return WeightedSum.of(1 - scale, away, scale, towards);
        }
        // A learned variance is not guided: that of the positive conditioning stays.
        FloatTensor guided =
                WeightedSum.of(1 - scale, away.slice(1, 0, channels), scale, towards.slice(1, 0, channels));
        return FloatTensor.concat(1, List.of(guided, towards.slice(1, channels, 2 * channels)));
    }
}
