package dev.zograf.nodes.loaders;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Network;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The U-Net of Stable Diffusion 1 and 2. Conditionings of equal length are evaluated as one batch, in the order in which they
 * are given.
 */
public final class SdDenoiser implements Denoiser {

    private final Network network;
    private final LatentFormat format;
    private final int inputChannels;
    private final int context;
    private final int nativeSize;
    private final Config scheduler;

    /**
     * A denoiser.
     *
     * @param network of a {@link dev.zograf.models.SdUnet}
     * @param inputChannels its {@code in_channels}
     * @param context its {@code cross_attention_dim}
     */
    public SdDenoiser(
            Network network, LatentFormat format, int inputChannels, int context, int nativeSize, Config scheduler) {
        this.network = network;
        this.format = format;
        this.inputChannels = inputChannels;
        this.context = context;
        this.nativeSize = nativeSize;
        this.scheduler = scheduler;
    }

    @Override
    public List<FloatTensor> predict(FloatTensor x, double timestep, List<Conditioning> conditionings, RunContext ctx) {
        List<FloatTensor> out = new ArrayList<>();
        int from = 0;
        while (from < conditionings.size()) {
            int to = from + 1;
            int tokens = conditionings.get(from).tokens().dim(1);
            while (to < conditionings.size() && conditionings.get(to).tokens().dim(1) == tokens) {
                to++;
            }
            out.addAll(evaluate(x, timestep, conditionings.subList(from, to), ctx));
            from = to;
        }
        return out;
    }

    private List<FloatTensor> evaluate(FloatTensor x, double timestep, List<Conditioning> parts, RunContext ctx) {
        int batch = x.dim(0);
        List<FloatTensor> samples = new ArrayList<>();
        List<FloatTensor> tokens = new ArrayList<>();
        for (Conditioning part : parts) {
            samples.add(withConcat(x, part));
            tokens.add(tokens(part, batch));
        }
        float[] times = new float[batch * parts.size()];
        Arrays.fill(times, (float) timestep);
        FloatTensor all = network.run(
                Map.of(
                        "sample", FloatTensor.concat(0, samples),
                        "timestep", FloatTensor.wrap(times, times.length),
                        "encoder_hidden_states", FloatTensor.concat(0, tokens)),
                "out",
                ctx);
        List<FloatTensor> out = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            out.add(all.slice(0, i * batch, (i + 1) * batch));
        }
        return out;
    }

    private FloatTensor tokens(Conditioning part, int batch) {
        FloatTensor tokens = part.tokens();
        if (tokens.dim(2) != context) {
            throw new InvalidInputException(
                    "positive",
                    "The conditioning is " + tokens.dim(2) + " wide, but this model takes " + context
                            + ": use the text encoder of the same model.");
        }
        if (tokens.dim(0) != 1 && tokens.dim(0) != batch) {
            throw new InvalidInputException(
                    "positive",
                    "There are " + tokens.dim(0) + " prompts for " + batch
                            + " latents: give one prompt, or one for each.");
        }
        return tokens.repeatTo(batch);
    }

    private FloatTensor withConcat(FloatTensor x, Conditioning part) {
        FloatTensor concat = part.get(Conditioning.CONCAT).orElse(FloatTensor.zeros(1, 0, x.dim(2), x.dim(3)));
        int channels = x.dim(1) + concat.dim(1);
        if (channels != inputChannels) {
            throw new InvalidInputException(
                    "positive",
                    inputChannels > channels
                            ? "This model takes " + inputChannels + " channels and was given " + channels
                                    + ": it repaints pictures, connect the conditioning of an inpaint-conditioning node."
                            : "This model takes " + inputChannels + " channels and was given " + channels
                                    + ": it is no inpainting model, leave inpaint-conditioning out.");
        }
        if (concat.dim(2) != x.dim(2) || concat.dim(3) != x.dim(3)) {
            throw new InvalidInputException(
                    "positive",
                    "The picture to repaint is " + concat.dim(3) + "x" + concat.dim(2)
                            + " in latent pixels, the latent " + x.dim(3) + "x" + x.dim(2)
                            + ": use the latent of the same inpaint-conditioning node.");
        }
        if (concat.dim(1) == 0) {
            return x;
        }
        if (x.dim(0) % concat.dim(0) != 0) {
            throw new InvalidInputException(
                    "positive", "There are " + concat.dim(0) + " pictures to repaint for " + x.dim(0) + " latents.");
        }
        return FloatTensor.concat(1, List.of(x, concat.repeatTo(x.dim(0))));
    }

    @Override
    public LatentFormat latentFormat() {
        return format;
    }

    @Override
    public int inputChannels() {
        return inputChannels;
    }

    @Override
    public int nativeSize() {
        return nativeSize;
    }

    @Override
    public Config scheduler() {
        return scheduler;
    }
}
