package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Upscaler;
import dev.zograf.models.RrdbNet;
import dev.zograf.models.SrvggCompact;
import dev.zograf.models.SrvggCompact.Activation;
import dev.zograf.models.SuperResolution;
import dev.zograf.models.SwinIr;
import dev.zograf.tensor.Weights;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Loads a super-resolution network; its architecture and factor are read from the names and shapes of its weights. */
@NodeType(id = "load-upscaler", title = "Load upscaler", category = "loaders")
@Doc("Loads a super-resolution network; its architecture and factor are read from the names and shapes of its weights.")
public final class LoadUpscaler implements Node<LoadUpscaler.In, LoadUpscaler.Out> {

    private static final String FROM_FILE = "from-file";
    private static final String UNKNOWN =
            "No upscaler that is supported has such tensors; supported are ESRGAN, Real-ESRGAN (RRDBNet, SRVGGNetCompact) and"
                    + " SwinIR.";

    /** What to load. */
    public record In(
            @Doc(
                    "A .safetensors file of ESRGAN, Real-ESRGAN (compact or not) or SwinIR: a name below a model root, the one that ships, or a path.")
            @Default("realesr-animevideov3-x4")
            @Choices(models = "upscale_models")
            String model,

            @Doc(
                    "The activation of a compact network that has none in its file, which means that it was not learned; others are as the file says.")
            @Choices({"from-file", "relu", "leaky-relu"})
            @Default("from-file")
            String activation) {}

    /** The upscaler. */
    public record Out(@Doc("What enlarges pictures.") Upscaler upscaler) {}

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public LoadUpscaler(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        Weights weights = inner(models.open("upscale_models", in.model()).weights(""));
        SuperResolution network = detect(weights, activation(in, weights))
                .orElseThrow(() -> new BadFileException(weights.file(), UNKNOWN));
        if (network.channels() != 3 && network.channels() != 1) {
            throw new BadFileException(
                    weights.file(),
                    "The network is for pictures of " + network.channels() + " channels, but pictures here have 3;"
                            + " take one for colours or for grey.");
        }
        return new Out(new TiledUpscaler(network, networks.compile(network, weights)));
    }

    /** Training code puts the weights one level down, and their running average beside them, which is the better one. */
    private static Weights inner(Weights weights) {
        for (String level : List.of("params_ema", "params", "state_dict", "module")) {
            if (weights.has(level)) {
                return inner(weights.at(level));
            }
        }
        return weights;
    }

    private static Optional<Activation> activation(In in, Weights weights) {
        boolean asks = SrvggCompact.lacksActivation(weights);
        if (!asks && !in.activation().equals(FROM_FILE)) {
            throw new InvalidInputException(
                    "activation", "The file says what its activations are: leave this at \"" + FROM_FILE + "\".");
        }
        if (asks && in.activation().equals(FROM_FILE)) {
            throw new InvalidInputException(
                    "activation",
                    "This is a compact network whose activations were not learned, so that its file does not tell which they are;"
                            + " choose what its author says, \"relu\" or \"leaky-relu\".");
        }
        return asks
                ? Optional.of(in.activation().equals("relu") ? Activation.RELU : Activation.LEAKY_RELU)
                : Optional.empty();
    }

    private static Optional<SuperResolution> detect(Weights weights, Optional<Activation> activation) {
        Optional<SuperResolution> compact =
                SrvggCompact.detect(weights, activation).map(net -> net);
        Optional<SuperResolution> rrdb = RrdbNet.detect(weights).map(net -> net);
        Optional<SuperResolution> swin = SwinIr.detect(weights).map(net -> net);
        return compact.or(() -> rrdb).or(() -> swin);
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.open("upscale_models", in.model()).fingerprint();
    }
}
