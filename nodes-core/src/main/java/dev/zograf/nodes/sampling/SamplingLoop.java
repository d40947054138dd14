package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Guider;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.model.Steps;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.nodes.conditioning.ExtraChannels;
import dev.zograf.nodes.latent.BatchNoise;
import java.util.List;
import java.util.Optional;

/**
 * One sampling run: noise is put on the latent, the sampler takes it off again with the guided network, and what a mask keeps is
 * put back after each evaluation. The order in which noise is drawn is that of the published pipelines.
 */
final class SamplingLoop {

    private final Denoiser model;
    private final Guider guider;
    private final Sampler sampler;
    private final Schedule schedule;
    private final RunContext ctx;
    private LatentPreview preview;

    SamplingLoop(Denoiser model, Guider guider, Sampler sampler, Schedule schedule, RunContext ctx) {
        this.model = model;
        this.guider = guider;
        this.sampler = sampler;
        this.schedule = schedule;
        this.ctx = ctx;
        this.preview = new LatentPreview(model.latentFormat(), Optional.empty(), ctx);
    }

    /** Has previews decoded by a VAE from now on, if there is one. */
    SamplingLoop showing(Optional<Vae> vae) {
        preview = new LatentPreview(model.latentFormat(), vae, ctx);
        return this;
    }

    /** The latent at the end, and the clean one that the last evaluation believed in. */
    record End(Latent latent, Latent denoised) {}

    /**
     * Samples a latent.
     *
     * @param latent what to start from; without it, noise of the model's own size
     */
    End sample(Optional<Latent> latent, Stretch stretch, NoiseSource.Stream noise) {
        LatentFormat format = model.latentFormat();
        Latent start = fitted(latent, format);
        // The middle of the VAE's space is not the denoiser's, and nothing is the latter.
        FloatTensor clean = start.isEmpty() ? start.samples() : format.toDenoiser(start.samples());
        int[] shape = clean.shape();
        if (start.isEmpty() && stretch.skipped() > 0) {
            throw nothingToPaintOver();
        }
        Steps steps = stretch.steps(schedule, List.of(shape[0], shape[1], shape[2], shape[3]));
        if (steps.count() == 0) {
            return new End(start, start);
        }
        FloatTensor normal = stretch.addNoise() ? BatchNoise.of(noise, start) : FloatTensor.zeros(shape);
        FloatTensor x = start(
                steps,
                clean,
                normal,
                stretch.addNoise() && (start.isEmpty() || start.mask().isPresent()));
        Optional<Repaint> repaint = start.isEmpty()
                ? Optional.empty()
                : start.mask().map(mask -> Repaint.of(mask, shape, schedule.masksInside(), model.maskEdits(), steps));
        NoiseLevel last = steps.get(steps.count() - 1).to();
        List<NoiseLevel> evaluations = sampler.evaluations(steps);
        int total = evaluations.size();
        Evaluations model = new Evaluations(this.model, guider(), schedule.prediction(), total, ctx);
        FloatTensor[] believed = {clean};
        boolean inside = schedule.masksInside() && repaint.isPresent();
        DenoiseFunction function = inside ? masked(model, clean, normal, repaint.get()) : model;
        NoiseSource.Stream forSteps =
                noise.forSteps(least(steps), steps.get(0).from().sigma());
        FloatTensor end = sampler.sample(function, x, steps, forSteps, (call, now, after, denoised) -> {
            ctx.progress(Math.min(call + 1, total), total, preview.of(denoised.x0()));
            believed[0] = denoised.x0();
            if (repaint.isEmpty() || inside) {
                return after;
            }
            NoiseLevel level = call + 1 < total ? evaluations.get(call + 1) : last;
            FloatTensor kept = call + 1 < total || stretch.leaveNoise() ? noised(clean, normal, level) : clean;
            return repaint.get().blend(kept, after, level);
        });
        if (stretch.leaveNoise() && last.sigma() > 0) {
            // The noise over the signal is handed on, whatever the convention: the next run may have another.
            end = end.over(last.alpha());
        }
        return new End(out(end, start), out(believed[0], start));
    }

    /** The latent with the noise of the first level; pipelines start from noise alone where they can. */
    private FloatTensor start(Steps steps, FloatTensor clean, FloatTensor normal, boolean replaceable) {
        NoiseLevel from = steps.get(0).from();
        boolean whole = steps.before() == 0;
        if (schedule.masksInside()) {
            return WeightedSum.of(from.alpha(), clean, whole ? steps.initialScale() : from.sigma(), normal);
        }
        return whole && replaceable ? normal.times(steps.initialScale()) : noised(clean, normal, from);
    }

    static InvalidInputException nothingToPaintOver() {
        return new InvalidInputException(
                "strength", "A strength below 1 needs a latent with a picture; encode one or set the strength to 1.");
    }

    /** The least noise above none. */
    private static double least(Steps steps) {
        NoiseLevel last = steps.get(steps.count() - 1).to();
        return last.sigma() > 0
                ? last.sigma()
                : steps.get(steps.count() - 1).from().sigma();
    }

    /** What is kept goes into each evaluation with the noise of its level, and comes out clean. */
    private static DenoiseFunction masked(
            DenoiseFunction model, FloatTensor clean, FloatTensor normal, Repaint repaint) {
        return (x, level) -> {
            Denoised denoised = model.denoise(repaint.blend(noised(clean, normal, level), x, level), level);
            return denoised.withX0(repaint.blend(clean, denoised.x0(), level));
        };
    }

    private Latent out(FloatTensor x, Latent start) {
        Latent painted = Latent.of(model.latentFormat().fromDenoiser(x));
        Latent out = start.entries().map(painted::withEntries).orElse(painted);
        return start.mask().map(out::withMask).orElse(out);
    }

    private Guider guider() {
        return sampler.needsUnconditional() ? guider.withNegative() : guider;
    }

    /** The latent with as many entries as the prompts ask for, of the model's kind. */
    private Latent fitted(Optional<Latent> latent, LatentFormat format) {
        int batch = guider instanceof CheckedGuider checked ? checked.batch() : 1;
        int extra = guider instanceof CheckedGuider checked ? checked.extraChannels() : 0;
        if (guider instanceof CheckedGuider && format.channels() + extra != model.inputChannels()) {
            throw new InvalidInputException(
                    "model",
                    "The model's input has " + model.inputChannels() + " channels, but latent and conditioning have "
                            + format.channels() + " and " + extra + ": "
                            + ExtraChannels.remedy(model.inputChannels(), format.channels(), extra));
        }
        if (latent.isEmpty()) {
            return Latent.empty(batch, format.channels(), model.nativeSize(), model.nativeSize());
        }
        Latent given = latent.get();
        FloatTensor samples = given.samples();
        if (samples.dim(1) != format.channels()) {
            throw new InvalidInputException(
                    "latent",
                    "The latent has " + samples.dim(1) + " channels where the model works on " + format.channels()
                            + "; encode the picture with the model's own VAE.");
        }
        if (batch == 1 || given.batch() == batch) {
            return given;
        }
        if (given.batch() != 1) {
            throw new InvalidInputException(
                    "latent",
                    "There are " + given.batch() + " latents for " + batch
                            + " prompts; give one latent, or one for each.");
        }
        Latent repeated = given.isEmpty()
                ? Latent.empty(batch, samples.dim(1), samples.dim(2), samples.dim(3))
                : Latent.of(samples.repeatTo(batch));
        return given.mask().map(repeated::withMask).orElse(repeated);
    }

    private static FloatTensor noised(FloatTensor clean, FloatTensor normal, NoiseLevel level) {
        return WeightedSum.of(level.alpha(), clean, level.sigma(), normal);
    }
}
