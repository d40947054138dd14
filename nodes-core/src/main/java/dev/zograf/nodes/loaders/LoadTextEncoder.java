package dev.zograf.nodes.loaders;

import dev.zograf.api.Choices;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.TextEncoder;
import jakarta.inject.Inject;
import java.util.Optional;

/** Loads a text encoder alone. */
@NodeType(id = "load-text-encoder", title = "Load text encoder", category = "loaders")
@Doc("Loads the text encoder of a model alone.")
public final class LoadTextEncoder implements Node<LoadTextEncoder.In, LoadTextEncoder.Out> {

    /** What to load. */
    public record In(
            @Doc(
                    "The text tower of a CLIP: a folder of a model in the layout of diffusers, or a .safetensors file in the names of"
                            + " transformers or OpenCLIP, also one of a whole model.")
            @Choices(models = "text_encoders")
            String encoder,

            @Doc(
                    "A folder in the layout of diffusers, from which to take configuration and tokenizer for a file of weights.")
            @Choices(models = "checkpoints")
            Optional<String> config) {}

    /** The encoder. */
    public record Out(
            @Doc("What turns prompts into conditioning.") TextEncoder text) {}

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public LoadTextEncoder(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        Checkpoint checkpoint = ConfiguredCheckpoint.open(models, "text_encoders", in.encoder(), in.config(), false);
        ModelPart part = ModelPart.of(checkpoint, "text_encoder", "text encoder");
        return new Out(SdPipeline.textEncoder(checkpoint, part.config(), part.weights(), networks));
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return ConfiguredCheckpoint.open(models, "text_encoders", in.encoder(), in.config(), false)
                .fingerprint();
    }
}
