package dev.zograf.nodes.vision;

import dev.zograf.api.Choices;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import jakarta.inject.Inject;

/** Loads the image tower of CLIP, which tells adapters and probes what is on a picture. */
@NodeType(id = "load-clip-vision", title = "Load CLIP vision", category = "loaders")
@Doc("Loads the image tower of CLIP, which tells adapters and probes what is on a picture.")
public final class LoadClipVision implements Node<LoadClipVision.In, LoadClipVision.Out> {

    /** What to load. */
    public record In(
            @Doc(
                    "A CLIP model or its image tower: a folder of transformers or open_clip, one whose sub-folder image_encoder or clip"
                            + " has it, or a .safetensors file of a published one.")
            @Choices(models = "clip_vision")
            String model) {}

    /** The image encoder. */
    public record Out(
            @Doc("What turns pictures into features.") ImageEncoder encoder) {}

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public LoadClipVision(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(ClipFiles.of(
                        models.open("clip_vision", in.model()),
                        networks,
                        "image_encoder",
                        "models/image_encoder",
                        "clip")
                .images());
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.open("clip_vision", in.model()).fingerprint();
    }
}
