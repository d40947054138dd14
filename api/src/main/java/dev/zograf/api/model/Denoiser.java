package dev.zograf.api.model;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.PortType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.List;

/** A diffusion network with what is needed to use it. Immutable; edits such as LoRA return another denoiser. */
@PortType("denoiser")
public interface Denoiser extends Editable<Denoiser> {

    /**
     * One evaluation of the network, raw: noise, velocity or whatever it was trained to predict.
     *
     * @param x the scaled latent {@code [batch, channels, h, w]}
     * @param moment where the run stands; the network is told its timestep
     * @param conditionings evaluated in one go, each of one part (while sampling, the engine takes those of several apart) with a batch
     *     of 1 or that of {@code x}
     * @return an output for each conditioning, {@code [batch, channels, h, w]}, or with twice the channels
     * @throws dev.zograf.api.CancelledException if the run was cancelled
     */
    List<FloatTensor> predict(FloatTensor x, Moment moment, List<Conditioning> conditionings, RunContext ctx);

    /**
     * The same model for one sampling run, whose evaluations follow one another: what its patches {@linkplain NetworkPatch#memory remember}
     * lives as long as the result, and what is made from it by edits shares that. Who samples asks for one each time. A model that stands
     * before another one hands the call on, and tells by {@link dev.zograf.api.value.Conditioning#onPart} if it cuts the latent.
     */
    default Denoiser forRun() {
        return this;
    }

    /**
     * Gets ready what evaluations need whose conditionings bring no patches: a {@linkplain Network#prepare hint}, for who knows early that it will
     * be evaluated.
     */
    default void prepare() {}

    /** The latents that it works on. */
    LatentFormat latentFormat();

    /** How many channels its input has: those of the latent and those of {@link Conditioning#CONCAT}. */
    int inputChannels();

    /** The side of the pictures that it was trained on, in latent pixels: the size of an empty latent. */
    int nativeSize();

    /** The {@code scheduler_config.json} that came with it: noise schedule, kind of prediction, recommended sampler. */
    Config scheduler();

    /** Whether the network is told the scale of guidance ({@link Conditioning#GUIDANCE}), so that one evaluation is guided already. */
    default boolean isGuidanceDistilled() {
        return false;
    }

    /** What is done to the guided output at each evaluation, in order. */
    default List<GuidanceEdit> guidance() {
        return List.of();
    }

    /**
     * The same with one more edit of the guided output.
     *
     * @throws dev.zograf.api.InvalidInputException if the model does not provide for it
     */
    default Denoiser withGuidance(GuidanceEdit edit) {
        throw new InvalidInputException(
                "model", "This model's guidance cannot be changed: the plugin that brings it does not provide for it.");
    }

    /** What is done at each evaluation to the mask of what is repainted, in order. */
    default List<MaskEdit> maskEdits() {
        return List.of();
    }

    /**
     * The same with one more edit of the mask of what is repainted.
     *
     * @throws dev.zograf.api.InvalidInputException if the model does not provide for it
     */
    default Denoiser withMaskEdit(MaskEdit edit) {
        throw new InvalidInputException(
                "model", "This model's masks cannot be changed: the plugin that brings it does not provide for it.");
    }
}
