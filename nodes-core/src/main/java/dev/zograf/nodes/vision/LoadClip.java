package dev.zograf.nodes.vision;

import dev.zograf.api.Choices;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.DualEncoder;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import jakarta.inject.Inject;
import java.util.Optional;

/** Loads both towers of CLIP, so that pictures can be compared with texts. */
@NodeType(id = "load-clip", title = "Load CLIP", category = "loaders")
@Doc("Loads both towers of CLIP, so that pictures can be compared with texts.")
public final class LoadClip implements Node<LoadClip.In, LoadClip.Out> {

    /** What to load. */
    public record In(
            @Doc(
                    "A CLIP model: a folder of transformers or open_clip, a model whose sub-folder clip has it, or a .safetensors file"
                            + " of a published one.")
            @Choices(models = "checkpoints")
            String model,

            @Doc(
                    "A folder with the tokenizer; the model's own if absent, and that of the published CLIP if the model has none.")
            @Choices(models = "checkpoints")
            Optional<String> tokenizer) {}

    /** The towers. */
    public record Out(
            @Doc("What embeds pictures and texts in one space.")
            DualEncoder clip,

            @Doc("The image tower alone.") ImageEncoder images) {}

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public LoadClip(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        DualEncoder clip = ClipFiles.of(models.open("checkpoints", in.model()), networks, "clip")
                .both(in.tokenizer().map(name -> models.open("checkpoints", name)));
        return new Out(clip, clip.images());
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        String model = models.open("checkpoints", in.model()).fingerprint();
        return in.tokenizer()
                .map(name -> model + models.open("checkpoints", name).fingerprint())
                .orElse(model);
    }
}
