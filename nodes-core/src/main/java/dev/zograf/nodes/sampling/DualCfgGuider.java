package dev.zograf.nodes.sampling;

import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Guided;
import dev.zograf.api.model.Moment;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.List;

/**
 * Guidance towards two prompts, each with a scale (Brooks et al. 2022, "InstructPix2Pix", eq. 3): the first away from the second, the
 * second away from the negative one. Three evaluations in one go.
 *
 * @param nested whether the second scale leads away from the negative one with what the first has made, rather than beside it
 */
record DualCfgGuider(
        Conditioning first,
        Conditioning second,
        Conditioning negativeSide,
        double firstScale,
        double secondScale,
        boolean nested)
        implements CheckedGuider {

    @Override
    public int batch() {
        return Math.max(first.batch(), Math.max(second.batch(), negativeSide.batch()));
    }

    @Override
    public int extraChannels() {
        return first.get(Conditioning.CONCAT).map(concat -> concat.dim(1)).orElse(0);
    }

    @Override
    public Guided predict(Denoiser denoiser, FloatTensor x, Moment moment, RunContext ctx) {
        if (!GuidedMoments.include(moment, denoiser)) {
            return Guided.of(denoiser.predict(x, moment, List.of(first), ctx).get(0));
        }
        List<FloatTensor> outputs = denoiser.predict(x, moment, List.of(negativeSide, second, first), ctx);
        FloatTensor away = outputs.get(0);
        FloatTensor middle = outputs.get(1);
        FloatTensor towards = outputs.get(2);
        double s1 = firstScale;
        double s2 = secondScale;
        FloatTensor output = nested
                ? WeightedSum.of(1 - s2, away, s2 * (1 - s1), middle, s2 * s1, towards)
                : WeightedSum.of(1 - s2, away, s2 - s1, middle, s1, towards);
        return Guided.of(output, towards, away);
    }

    @Override
    public List<Conditioning> positive() {
        return List.of(first);
    }

    @Override
    public List<Conditioning> negative() {
        return List.of(negativeSide);
    }
}
