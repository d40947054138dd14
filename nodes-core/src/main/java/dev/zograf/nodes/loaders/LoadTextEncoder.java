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
                    "The text tower of a CLIP, or SDXL's two: a folder of a model in the layout of diffusers, or a .safetensors file in"
                            + " the names of transformers or OpenCLIP, also one of a whole model.")
            @Choices(models = "text_encoders")
            String encoder,

            @Doc("The second text encoder of SDXL, if the first is alone in its file.")
            @Choices(models = "text_encoders")
            Optional<String> encoder2,

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
        TextTowers towers = new TextTowers(networks);
        Checkpoint first = open(in.encoder(), in);
        return new Out(
                in.encoder2().isPresent() ? towers.of(first, open(in.encoder2().get(), in)) : towers.of(first));
    }

    private Checkpoint open(String name, In in) {
        return ConfiguredCheckpoint.open(models, "text_encoders", name, in.config(), false);
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        String first = open(in.encoder(), in).fingerprint();
        return in.encoder2()
                .map(second -> first + "+" + open(second, in).fingerprint())
                .orElse(first);
    }
}
