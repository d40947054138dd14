package dev.zograf.models;

import static java.util.Objects.requireNonNull;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pictures that FLUX.1 Kontext looks at while it paints (Black Forest Labs 2025, "FLUX.1 Kontext", section 2), in the graph of a {@link
 * FluxTransformer}.
 *
 * <p>Inputs beside the latents, for each picture I: {@code place.I [batch, 3]}, where its upper left square is: index, row and column. The painted
 * picture is at (0, 0, 0); Kontext was trained with one other at (1, 0, 0).
 *
 * @param count how many pictures, at least 1
 */
public record FluxReferenceEdit(int count) implements ReferenceEdit {

    private static final int COORDINATES = 3;

    /** The index of pictures that are looked at. */
    private static final int INDEX = 1;

    /** Checks the count. */
    public FluxReferenceEdit {
        ReferenceEdit.require(count);
    }

    /** The input with the place of a picture. */
    public static String place(int i) {
        return "place." + i;
    }

    /** Places that do not overlap: the first at (1, 0, 0), each other beside all before it or below them, where it reaches less far. */
    @Override
    public Map<String, float[]> places(List<int[]> sides) {
        Map<String, float[]> out = new LinkedHashMap<>();
        int height = 0;
        int width = 0;
        for (int[] side : sides) {
            boolean beside = side[0] + height > side[1] + width;
            int row = beside ? 0 : height;
            int column = beside ? width : 0;
            out.put(place(out.size()), new float[] {INDEX, (row + 1) / 2, (column + 1) / 2});
            height = Math.max(height, row + side[0]);
            width = Math.max(width, column + side[1]);
        }
        return out;
    }

    @Override
    public void apply(Hooks hooks) {
        if (!(hooks.network() instanceof FluxTransformer flux)) {
            throw new BadFileException(
                    hooks.weights().file(),
                    "Pictures to look at are placed as FLUX.1 Kontext has them, but the model is a "
                            + hooks.network().name()
                            + " of another family: load a FLUX.1 model, or refer to the picture by this one.");
        }
        behind(hooks, flux.config().inChannels(), (squares, i) -> {
            Tensor batch = requireNonNull(hooks.graph().inputs().get("timestep"));
            Tensor at = hooks.input(place(i), DType.F32, batch.dim(0), COORDINATES);
            return FluxRotary.grid(squares, at.reshape(at.dim(0), 1, COORDINATES));
        });
    }
}
