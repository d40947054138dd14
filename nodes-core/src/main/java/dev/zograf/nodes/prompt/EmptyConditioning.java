package dev.zograf.nodes.prompt;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.value.Conditioning;

/** What a model takes for no prompt at all: what an empty prompt gives, or zeros for a model that was trained with them, as SDXL. */
@NodeType(id = "empty-conditioning", title = "Empty conditioning", category = "conditioning")
@Doc(
        "What a model takes for no prompt at all: what an empty prompt gives, or zeros for one trained with them, as SDXL.")
public final class EmptyConditioning implements Node<EmptyConditioning.In, EmptyConditioning.Out> {

    /** Of which encoder. */
    public record In(
            @Doc("The text encoder of a model.") TextEncoder encoder,

            @Doc("How many of the encoder's last layers to leave out; 0 for most models.")
            @Range(min = 0, max = 64)
            @Default("0")
            int clipSkip) {}

    /** The result. */
    public record Out(
            @Doc("What a denoiser is told where there is no prompt.")
            Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.encoder().unconditional(in.clipSkip(), ctx));
    }
}
