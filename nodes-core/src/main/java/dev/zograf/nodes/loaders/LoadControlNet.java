package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.models.ControlLoraEdit;
import dev.zograf.models.ControlNet;
import dev.zograf.models.FluxControlNet;
import dev.zograf.models.Sd3ControlNet;
import dev.zograf.nodes.control.ControlNetModel;
import dev.zograf.tensor.Weights;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;

/** Loads a ControlNet (Zhang et al. 2023), ControlNet Union or Control-LoRA (Stability AI 2023). */
@NodeType(id = "load-controlnet", title = "Load ControlNet", category = "loaders")
@Doc("Loads a ControlNet, ControlNet Union or Control-LoRA of Stable Diffusion or FLUX.")
public final class LoadControlNet implements Node<LoadControlNet.In, LoadControlNet.Out> {

    /** Kinds that are something else, by a name that only their files have. */
    private static final Map<String, String> OTHERS = Map.of("control_to_base_for_conv_in", "a ControlNet-XS");

    private static final String SD3 = TransformerControls.SD3;
    private static final String FLUX = TransformerControls.FLUX;

    /** What to load. */
    public record In(
            @Doc(
                    "A folder of diffusers with its config.json, one with a sub-folder controlnet, or a .safetensors file in the names of diffusers or of the original project; also a Control-LoRA, which takes the rest of its weights from the model that it is used with.")
            @Choices(models = "controlnet")
            String controlnet,

            @Doc("A folder in the layout of diffusers, from which to take the configuration for a file of weights.")
            @Choices(models = "controlnet")
            Optional<String> config,

            @Doc(
                    "Average what it says over the picture, whatever its configuration says: for a file of the shuffle model, which does not tell.")
            @Default("false")
            boolean pool) {}

    /** The network. */
    public record Out(@Doc("The ControlNet.") ControlNetModel controlnet) {}

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public LoadControlNet(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        Checkpoint checkpoint = models.open("controlnet", in.controlnet());
        Optional<Weights> file = checkpoint.findWeights("");
        file.ifPresent(LoadControlNet::refuseOthers);
        if (file.filter(ControlLoraEdit::isControlLora).isPresent()) {
            // What shapes do not say it has from the model that it is used with, so that a configuration has no say.
            return new Out(ControlNetModel.of(new ControlLoraEdit(file.get(), in.pool()), networks));
        }
        // What a single file implies of another family does not count.
        boolean implied = !checkpoint.has("config.json")
                && file.filter(TransformerControls::isOne).isPresent();
        Config config = implied && in.config().isEmpty()
                ? TransformerControls.config(file.orElseThrow())
                : in.config()
                        .map(folder -> part(models.open("controlnet", folder)))
                        .orElseGet(() -> part(checkpoint))
                        .config("ControlNetModel", "ControlNetUnionModel", "ControlNetModel_Union", SD3, FLUX);
        if (in.pool()) {
            config = config.with(Map.of("global_pool_conditions", true));
        }
        Weights weights = implied ? checkpoint.weights("") : part(checkpoint).weights();
        switch (config.text("_class_name", "ControlNetModel")) {
            case SD3 -> {
                return new Out(ControlNetModel.of(Sd3ControlNet.of(config, weights), weights));
            }
            case FLUX -> {
                return new Out(ControlNetModel.of(FluxControlNet.of(config), weights));
            }
            default -> {}
        }
        return new Out(ControlNetModel.of(ControlNet.of(config).with(weights), weights, networks));
    }

    private static ModelPart part(Checkpoint checkpoint) {
        return ModelPart.of(checkpoint, "controlnet", "ControlNet");
    }

    private static void refuseOthers(Weights weights) {
        OTHERS.forEach((name, kind) -> {
            if (weights.has(name)) {
                throw new BadFileException(
                        weights.file(),
                        "This is " + kind + "; supported are ControlNets of Stable Diffusion and FLUX.");
            }
        });
        if (weights.names().stream().anyMatch(name -> name.startsWith("lllite_"))) {
            throw new BadFileException(
                    weights.file(),
                    "This is a ControlNet-LLLite; supported are ControlNets of Stable Diffusion and FLUX.");
        }
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.open("controlnet", in.controlnet()).fingerprint()
                + in.config()
                        .map(folder -> models.open("controlnet", folder).fingerprint())
                        .orElse("");
    }
}
