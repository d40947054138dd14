package dev.zograf.nodes.lora;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.TextEncoder;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Applies several LoRA files to a model at once. */
@NodeType(id = "load-loras", title = "Load LoRAs", category = "loaders")
@Doc("Applies several LoRAs to a model and its text encoder, in order.")
public final class LoadLoras implements Node<LoadLoras.In, LoraOut> {

    private static final String INPUT = "loras";

    /** What to apply, and to what. */
    public record In(
            @Doc("The network that removes noise.") Denoiser model,

            @Doc("The text encoder of the same model; without it only the network that removes noise is changed.")
            Optional<TextEncoder> encoder,

            @Doc(
                    "Each as in a prompt: name, name:0.8, name:0.8:0.5 (text encoder, then network), or name:te=0.3:unet=0.5:lbw=1,0,…, where"
                            + " lbw is how much of it in each block.")
            List<String> loras,

            @Doc("Auto changes strengths and files at once, merged computes other weights when the network is loaded.")
            @Default("auto")
            LoraMode mode) {

        /** Reads the names with their strengths. */
        public In {
            tags(loras);
        }
    }

    private final LoraFiles files;

    /** With the services of the engine. */
    @Inject
    public LoadLoras(Models models) {
        this.files = new LoraFiles(models);
    }

    private static List<LoraTag> tags(List<String> loras) {
        return loras.stream().map(each -> LoraTag.of(each, INPUT)).toList();
    }

    @Override
    public LoraOut run(In in, RunContext ctx) {
        List<Lora> loras = tags(in.loras()).stream().map(files::open).toList();
        return LoraOut.of(LoraStack.apply(loras, in.model(), in.encoder(), in.mode(), ctx::warn));
    }

    @Override
    public String fingerprint(In in, RunFiles runFiles) {
        return files.fingerprint(tags(in.loras()));
    }
}
