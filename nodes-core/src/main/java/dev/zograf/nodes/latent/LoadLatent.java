package dev.zograf.nodes.latent;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Models;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import jakarta.inject.Inject;
import java.util.Arrays;

/**
 * Reads latents that save-latent or ComfyUI wrote. Files of before ComfyUI's versions hold latents times Stable Diffusion's 0.18215; these are
 * divided by it.
 */
@NodeType(id = "load-latent", title = "Load latent", category = "latent")
@Doc("Reads latents that save-latent or ComfyUI wrote.")
public final class LoadLatent implements Node<LoadLatent.In, LoadLatent.Out> {

    private static final double OLD_SCALE = 0.18215;
    private static final long MOST = 1L << 28;

    /** What to read. */
    public record In(@Doc("A .latent file.") String file) {}

    /** What is in it. */
    public record Out(@Doc("The latents.") Latent latent) {}

    private final Models models;

    /** With the service that reads tensors. */
    @Inject
    public LoadLatent(Models models) {
        this.models = models;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        Weights weights =
                models.openFile(ctx.files().input(in.file()), in.file()).weights("");
        Weight weight = weights.find(SaveLatent.NAME)
                .orElseThrow(() -> new BadFileException(
                        in.file(), "It has no tensor called " + SaveLatent.NAME + ", so it holds no latents."));
        long[] shape = weight.shape();
        if (shape.length != 4 || weight.size() > MOST || weight.size() == 0) {
            throw new BadFileException(
                    in.file(), weight + " is no latent: [batch, channels, height, width] is needed.");
        }
        int[] sizes = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
        FloatTensor samples = FloatTensor.wrap(WeightData.floats(weight), sizes);
        boolean old = weights.find(SaveLatent.VERSION).isEmpty();
        return new Out(Latent.of(old ? samples.over(OLD_SCALE) : samples));
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.openFile(files.input(in.file()), in.file()).fingerprint();
    }
}
