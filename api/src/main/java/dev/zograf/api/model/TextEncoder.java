package dev.zograf.api.model;

import dev.zograf.api.PortType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.IntTensor;
import java.util.List;

/** A tokenizer and a text network. Immutable; edits such as textual inversion return another encoder. */
@PortType("text-encoder")
public interface TextEncoder extends Editable<TextEncoder> {

    /** The tokens of the prompts, begin and end included, padded or cut to the network's length: {@code [batch, tokens]}. */
    IntTensor tokenize(List<String> prompts);

    /**
     * The conditioning of the prompts, one to an entry of the batch.
     *
     * @param skip how many of the last layers to leave out (diffusers' {@code clip_skip}); the final layer norm is always applied
     * @throws dev.zograf.api.InvalidInputException if there are not so many layers
     * @throws dev.zograf.api.CancelledException if the run was cancelled
     */
    Conditioning encode(List<String> prompts, int skip, RunContext ctx);
}
