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

/** Applies the LoRAs that a prompt names, and takes their names out of it. */
@NodeType(id = "prompt-loras", title = "LoRAs of a prompt", category = "loaders")
@Doc("Applies the LoRAs that a prompt names as <lora:name:0.8>, and gives the prompt without them.")
public final class PromptLoras implements Node<PromptLoras.In, PromptLoras.Out> {

    private static final String INPUT = "prompt";

    /** The prompt, and what its LoRAs change. */
    public record In(
            @Doc("The network that removes noise.") Denoiser model,

            @Doc("The text encoder of the same model; without it only the network that removes noise is changed.")
            Optional<TextEncoder> encoder,

            @Doc(
                    "A text that may hold <lora:name:0.8>, <lora:name:0.8:0.5> (text encoder, then network) or <lora:name:te=0.3:unet=0.5>,"
                            + " anywhere.")
            String prompt,

            @Doc("Auto changes strengths and files at once, merged computes other weights when the network is loaded.")
            @Default("auto")
            LoraMode mode) {

        /** Reads the tags. */
        public In {
            LoraTag.take(prompt, INPUT);
        }
    }

    /** The model with the LoRAs of the prompt. */
    public record Out(
            @Doc("The changed network that removes noise.") Denoiser denoiser,

            @Doc("The changed text encoder, if one came in.")
            Optional<TextEncoder> text,

            @Doc("The prompt without the tags.") String prompt,

            @Doc("The tensors of the files that have no place in the model, each with its file.")
            List<String> unmatched) {}

    private final LoraFiles files;

    /** With the services of the engine. */
    @Inject
    public PromptLoras(Models models) {
        this.files = new LoraFiles(models);
    }

    @Override
    public Out run(In in, RunContext ctx) {
        LoraTag.Prompt prompt = LoraTag.take(in.prompt(), INPUT);
        List<Lora> loras = prompt.tags().stream().map(files::open).toList();
        LoraStack.Result result = LoraStack.apply(loras, in.model(), in.encoder(), in.mode(), ctx::warn);
        return new Out(result.denoiser(), result.text(), prompt.text(), result.unmatched());
    }

    @Override
    public String fingerprint(In in, RunFiles runFiles) {
        return files.fingerprint(LoraTag.take(in.prompt(), INPUT).tags());
    }
}
