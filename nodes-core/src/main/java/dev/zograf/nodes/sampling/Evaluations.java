package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.GuidanceEdit;
import dev.zograf.api.model.Guided;
import dev.zograf.api.model.Guider;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.conditioning.PartwiseDenoiser;
import java.util.ArrayList;
import java.util.List;

/** The model as a sampler sees it in one run: each call is guided, edited, and read as the kind of prediction that it is. */
final class Evaluations implements DenoiseFunction {

    private final Denoiser model;
    private final List<Denoiser> forEdits = new ArrayList<>();
    private final Guider guider;
    private final Prediction prediction;
    private final int total;
    private final double lastTimestep;
    private final RunContext ctx;
    private int done;

    /** @param total how many evaluations the run is expected to have */
    Evaluations(Denoiser model, Guider guider, Prediction prediction, int total, RunContext ctx) {
        this.model = new PartwiseDenoiser(model, prediction).forRun();
        // What is remembered of evaluations that an edit asks for is no business of others.
        model.guidance().forEach(edit -> forEdits.add(new PartwiseDenoiser(model, prediction).forRun()));
        this.guider = guider;
        this.prediction = prediction;
        this.total = total;
        this.lastTimestep = Math.max(model.scheduler().integer("num_train_timesteps", 1000) - 1, 1);
        this.ctx = ctx;
    }

    @Override
    public Denoised denoise(FloatTensor x, NoiseLevel level) {
        ctx.throwIfRequested();
        Moment moment = Moment.of(level, done++, total, 1 - level.timestep() / lastTimestep);
        FloatTensor scaled = prediction.scaleInput(x, level);
        Guided guided = guider.predict(model, scaled, moment, ctx);
        List<GuidanceEdit> edits = model.guidance();
        for (int i = 0; i < edits.size(); i++) {
            guided = guided.withOutput(edits.get(i).edit(guided, new Asked(forEdits.get(i), x, scaled, moment)));
        }
        Denoised denoised = prediction.denoised(x, guided.output(), level);
        if (level.alpha() == 0 && !Float.isFinite(denoised.x0().at(0))) {
            throw new InvalidInputException(
                    "model",
                    "At timestep " + level.timestep()
                            + " there is no signal left, which a network that predicts noise cannot use; switch"
                            + " rescale_betas_zero_snr off.");
        }
        return guided.negative()
                .map(away -> denoised.withUnconditional(
                        prediction.denoised(x, away, level).x0()))
                .orElse(denoised);
    }

    /** What an edit of guidance may ask for. */
    private final class Asked implements GuidanceEdit.Call {
        private final Denoiser denoiser;
        private final FloatTensor x;
        private final FloatTensor scaledX;
        private final Moment moment;

        Asked(Denoiser denoiser, FloatTensor x, FloatTensor scaledX, Moment moment) {
            this.denoiser = denoiser;
            this.x = x;
            this.scaledX = scaledX;
            this.moment = moment;
        }

        @Override
        public FloatTensor x() {
            return x;
        }

        @Override
        public FloatTensor scaledX() {
            return scaledX;
        }

        @Override
        public Moment moment() {
            return moment;
        }

        @Override
        public Prediction prediction() {
            return prediction;
        }

        @Override
        public List<Conditioning> positive() {
            return guider.positive();
        }

        @Override
        public List<Conditioning> negative() {
            return guider.negative();
        }

        @Override
        public Denoiser denoiser() {
            return denoiser;
        }

        @Override
        public RunContext context() {
            return ctx;
        }
    }
}
