package dev.zograf.nodes.patch;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.GuidanceEdit;
import dev.zograf.api.model.Guided;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.conditioning.RawOutput;
import java.util.List;

/**
 * Leads away from what the network says of a latent that is blurred where its pixels are looked at (Hong et al. 2023, "Improving Sample
 * Quality of Diffusion Models Using Self-Attention Guidance", section 4 and algorithm 1). The negative side is what is blurred and asked
 * again; without one the positive side is.
 *
 * @param scale how far it leads
 * @param sigma of the blur, in latent pixels
 * @param threshold how much a pixel must be looked at to be blurred; 1 is the average
 * @param clean whether it leads from clean latent to clean latent, as ComfyUI does, or from output to output, as diffusers does; they differ
 *     where the network predicts something else than noise
 */
record SelfAttention(double scale, double sigma, double threshold, boolean clean) implements GuidanceEdit {

    @Override
    public FloatTensor edit(Guided guided, Call call) {
        boolean negative = guided.negative().isPresent() && !call.negative().isEmpty();
        List<Conditioning> side = negative ? call.negative() : call.positive();
        if (side.isEmpty()) {
            throw new InvalidInputException(
                    "model",
                    "Self-attention guidance needs a guider that says what it leads to, such as a cfg-guider.");
        }
        FloatTensor plain = negative ? guided.negative().orElseThrow() : guided.positive();
        NoiseLevel level = call.moment().level();
        Denoised seen = call.prediction().denoised(call.x(), plain, level);
        FloatTensor map = ask(call.denoiser().withPatch("unet", new AttentionMap()), call.scaledX(), side, call);
        FloatTensor mask = map.slice(1, 0, call.x().dim(1)).map(looked -> looked > threshold ? 1 : 0);
        FloatTensor change = GaussianBlur.of(seen.x0(), sigma).minus(seen.x0()).zip(mask, (d, m) -> d * m);

        FloatTensor degraded = call.x().plus(level.alpha(), change);
        FloatTensor answer = ask(call.denoiser(), call.prediction().scaleInput(degraded, level), side, call);
        if (!clean) {
            return guided.output().plus(scale, plain.minus(answer));
        }
        FloatTensor blurred = seen.x0().plus(change);
        FloatTensor again = call.prediction().denoised(degraded, answer, level).x0();
        FloatTensor from =
                call.prediction().denoised(call.x(), guided.output(), level).x0();
        return RawOutput.meaning(from.plus(scale, blurred.minus(again)), call.prediction(), call.x(), level);
    }

    private static FloatTensor ask(Denoiser model, FloatTensor scaled, List<Conditioning> side, Call call) {
        return model.predict(scaled, call.moment(), side.subList(0, 1), call.context())
                .get(0);
    }
}
