package dev.zograf.models;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hook;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;

/**
 * Lets a {@link QwenText} see pictures: what a vision tower made of them stands in the place of some tokens. Inputs: {@code keep [batch,
 * tokens, 1]}, 0 for these tokens and 1 for the others; {@code vectors [batch, tokens, width]}, what stands in their place, and 0 for the others.
 */
public record QwenPicturesEdit(int width) implements GraphEdit {

    /** Which tokens stay. */
    public static final String KEEP = "keep";

    /** What stands in the place of the others. */
    public static final String VECTORS = "vectors";

    @Override
    public void apply(Hooks hooks) {
        Tensor keep = hooks.input(KEEP, DType.F32, "batch", "tokens", 1);
        Tensor vectors = hooks.input(VECTORS, DType.F32, "batch", "tokens", width);
        hooks.at(
                "token_embedding",
                Hook.value((value, context) -> value.times(keep).plus(vectors)));
    }
}
