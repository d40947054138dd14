package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import java.util.List;

/**
 * Hides tokens of the text, its padding mostly, from all attention of a {@link QwenImageTransformer}. Where nothing is hidden the network is cheaper
 * without it.
 *
 * <p>Input: {@code mask [batch, tokens]}, 1 for tokens that are seen and 0 for others.
 */
public record QwenImageTextMask() implements GraphEdit {

    /** Which tokens are seen. */
    public static final String MASK = "mask";

    private static final int IMAGE_QUERIES = 0;
    private static final int TEXT_QUERIES = 1;
    private static final int KEYS = 2;
    private static final int VALUES = 3;

    @Override
    public void apply(Hooks hooks) {
        if (!(hooks.network() instanceof QwenImageTransformer qwen)) {
            throw new BadFileException(
                    hooks.weights().file(),
                    "The mask of the text is for Qwen-Image, but the model is a "
                            + hooks.network().name() + " of another family.");
        }
        Tensor mask = hooks.input(MASK, DType.F32, "batch", "tokens");
        int heads = qwen.config().heads();
        hooks.where(place -> place.endsWith(".attn.mixed"), (place, mixed, context) -> {
            Tensor image = context.get(IMAGE_QUERIES);
            Tensor words = context.get(TEXT_QUERIES);
            Tensor keys = context.get(KEYS);
            Tensor values = context.get(VALUES);
            Tensor squares = Spatial.positions(image, 1)
                    .times(0)
                    .reshape(1, image.dim(1))
                    .plus(mask.slice(1, 0, 1).times(0))
                    .plus(1);
            Tensor seen = Tensor.concat(1, List.of(mask, squares));
            return List.of(
                    attention(image, keys, values, heads, PixArtBlock.hiding(seen, image)),
                    attention(words, keys, values, heads, PixArtBlock.hiding(seen, words)));
        });
    }
}
