package dev.zograf.models;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.Hooks;
import java.util.List;
import java.util.Map;

/**
 * Pictures that Qwen-Image-Edit looks at while it paints (Wu et al. 2025, "Qwen-Image Technical Report", section 4.3), in the graph of a {@link
 * QwenImageTransformer}: the index of the painted picture is 0, that of the others 1, 2 and so on, and the middle of each is where the middle of
 * the painted one is.
 *
 * @param count how many pictures, at least 1
 */
public record QwenImageReferenceEdit(int count) implements ReferenceEdit {

    /** Checks the count. */
    public QwenImageReferenceEdit {
        ReferenceEdit.require(count);
    }

    /** Nothing: the sides of the pictures say all. */
    @Override
    public Map<String, float[]> places(List<int[]> sides) {
        return Map.of();
    }

    @Override
    public void apply(Hooks hooks) {
        if (!(hooks.network() instanceof QwenImageTransformer qwen)) {
            throw new BadFileException(
                    hooks.weights().file(),
                    "Pictures to look at are placed as Qwen-Image-Edit has them, but the model is a "
                            + hooks.network().name()
                            + " of another family: load a Qwen-Image-Edit model, or refer to the picture by this one.");
        }
        behind(hooks, qwen.config().inChannels(), (squares, i) -> QwenImagePositions.grid(squares, i + 1));
    }
}
