package dev.zograf.nodes.prompt;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.TextEncoder;

/** Says how many tokens the T5 of a text encoder is told: diffusers' {@code max_sequence_length}. */
@NodeType(id = "set-text-tokens", title = "Set text tokens", category = "conditioning")
@Doc(
        "Says how many tokens the T5 of a text encoder is told: shorter texts are filled up to them; longer ones are cut if they are plain, else kept. That of Qwen-Image is told so many at most.")
public final class SetTextTokens implements Node<SetTextTokens.In, SetTextTokens.Out> {

    /** Of which encoder, and how many. */
    public record In(
            @Doc("The text encoder of Stable Diffusion 3, FLUX or Qwen-Image.")
            TextEncoder encoder,

            @Doc(
                    "How many tokens; 0 leaves texts as long as they are. Usual are 256 for Stable Diffusion 3 and 512 for FLUX, and 77 and 256 for prompts with weights.")
            @Range(min = 0, max = 4096, step = 1)
            int tokens) {}

    /** The encoder. */
    public record Out(@Doc("The text encoder.") TextEncoder encoder) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.encoder().withTokens(in.tokens()));
    }
}
