package dev.zograf.nodes.lora;

import dev.zograf.api.Doc;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.TextEncoder;
import java.util.List;
import java.util.Optional;

/** A model with its LoRAs. */
public record LoraOut(
        @Doc("The changed network that removes noise.") Denoiser denoiser,

        @Doc("The changed text encoder, if one came in.") Optional<TextEncoder> text,

        @Doc("The tensors of the files that have no place in the model, each with its file.")
        List<String> unmatched) {

    static LoraOut of(LoraStack.Result result) {
        return new LoraOut(result.denoiser(), result.text(), result.unmatched());
    }
}
