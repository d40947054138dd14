package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Guided;
import dev.zograf.api.model.Guider;
import dev.zograf.api.model.Moment;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.List;
import java.util.Optional;

/**
 * Classifier-free guidance (Ho and Salimans 2022, eq. 6 with {@code scale = 1 + w}): away from the negative conditioning, towards the
 * positive one. Both are evaluated in one go, the negative first. A scale of 1 needs the positive one only.
 *
 * <p>A network that is told the scale of guidance is told this one, and evaluated for the positive conditioning alone; with a scale of 1 it is
 * told what is usual for it. Where the positive conditioning {@linkplain Conditioning#GUIDANCE says} itself what the network is told, the
 * scale here does what it does with any other network, if there is a negative conditioning.
 */
public final class CfgGuider implements CheckedGuider {

    private final Conditioning positive;
    private final Optional<Conditioning> negative;
    private final boolean named;
    private final double scale;
    private final boolean always;

    private CfgGuider(
            Conditioning positive, Optional<Conditioning> negative, boolean named, double scale, boolean always) {
        this.positive = positive;
        this.negative = negative;
        this.named = named;
        this.scale = scale;
        this.always = always;
    }

    /**
     * A guider.
     *
     * @param negative without it, what an empty prompt would have given, if the positive one knows
     * @param scale how strongly the prompt is followed; 1 not more than the network does by itself
     */
    public static CfgGuider of(Conditioning positive, Optional<Conditioning> negative, double scale) {
        Optional<Conditioning> away = negative.or(() -> positive.get(Conditioning.UNCONDITIONAL));
        // Channels to concatenate belong to the picture, not to the prompt.
        Optional<FloatTensor> concat = positive.get(Conditioning.CONCAT);
        Optional<Conditioning> besides = away.map(each ->
                        concat.isPresent() && each.get(Conditioning.CONCAT).isEmpty()
                                ? each.with(Conditioning.CONCAT, concat.get())
                                : each)
                .map(each -> SharedPatches.onto(each, positive))
                .map(each -> each.with(Conditioning.NEGATIVE, true));
        return new CfgGuider(positive, besides, negative.isPresent(), scale, false);
    }

    @Override
    public int batch() {
        return Math.max(
                positive.batch(),
                scale == 1 ? 1 : negative.map(Conditioning::batch).orElse(1));
    }

    @Override
    public int extraChannels() {
        return positive.get(Conditioning.CONCAT).map(concat -> concat.dim(1)).orElse(0);
    }

    @Override
    public Guider withNegative() {
        return new CfgGuider(positive, negative, named, scale, true);
    }

    @Override
    public List<Conditioning> positive() {
        return List.of(positive);
    }

    @Override
    public List<Conditioning> negative() {
        return negative.map(List::of).orElse(List.of());
    }

    @Override
    public Guided predict(Denoiser denoiser, FloatTensor x, Moment moment, RunContext ctx) {
        if (denoiser.isGuidanceDistilled() && !(saysWhatIsTold() && named)) {
            return Guided.of(denoiser.predict(x, moment, List.of(told()), ctx).get(0));
        }
        boolean needless = scale == 1 || !GuidedMoments.include(moment, denoiser);
        if (negative.isEmpty() && !needless) {
            throw new InvalidInputException(
                    "negative",
                    "Guidance with a scale of " + scale
                            + " needs a negative conditioning; connect one or set the scale to 1.");
        }
        if (negative.isEmpty() || (needless && !always)) {
            return Guided.of(denoiser.predict(x, moment, List.of(positive), ctx).get(0));
        }
        List<FloatTensor> outputs = denoiser.predict(x, moment, List.of(negative.get(), positive), ctx);
        FloatTensor away = outputs.get(0);
        FloatTensor towards = outputs.get(1);
        int channels = x.dim(1);
        if (towards.dim(1) != 2 * channels) {
            return Guided.of(WeightedSum.of(1 - scale, away, scale, towards), towards, away);
        }
        // A learned variance is not guided: that of the positive conditioning stays.
        FloatTensor guided =
                WeightedSum.of(1 - scale, away.slice(1, 0, channels), scale, towards.slice(1, 0, channels));
        return Guided.of(
                FloatTensor.concat(1, List.of(guided, towards.slice(1, channels, 2 * channels))), towards, away);
    }

    private boolean saysWhatIsTold() {
        return positive.parts().stream()
                .allMatch(part -> part.get(Conditioning.GUIDANCE).isPresent());
    }

    /** The positive conditioning with what a distilled network is told. */
    private Conditioning told() {
        return scale == 1
                ? positive
                : positive.mapParts(part ->
                        part.get(Conditioning.GUIDANCE).isPresent() ? part : part.with(Conditioning.GUIDANCE, scale));
    }
}
