package dev.zograf.nodes.prompt;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.value.Conditioning;
import java.util.Collections;
import java.util.List;

/** Encodes prompts for a denoiser, and the empty prompt with them for classifier-free guidance. */
@NodeType(id = "encode-text", title = "Encode text", category = "conditioning")
@Doc("Encodes prompts for a denoiser, and the empty prompt with them for classifier-free guidance.")
public final class EncodeText implements Node<EncodeText.In, EncodeText.Out> {

    /** What to encode. */
    public record In(
            @Doc("The text encoder of a model.") TextEncoder encoder,

            @Doc("The prompt; several make a batch, a picture for each.")
            List<String> text,

            @Doc("How many of the encoder's last layers to leave out; 0 for most models.")
            @Range(min = 0, max = 64)
            @Default("0")
            int clipSkip) {}

    /** The encoded prompts. */
    public record Out(@Doc("What a denoiser is told.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Conditioning prompts = in.encoder().encode(in.text(), in.clipSkip(), ctx);
        Conditioning nothing = in.encoder().encode(List.of(""), in.clipSkip(), ctx);
        Conditioning each = Conditioning.batch(Collections.nCopies(prompts.batch(), nothing));
        return new Out(prompts.with(Conditioning.UNCONDITIONAL, each));
    }
}
