package dev.zograf.models;

import static java.util.Objects.requireNonNull;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures that FLUX.1 Kontext looks at while it paints (Black Forest Labs 2025, "FLUX.1 Kontext", section 2), in the graph of a {@link
 * FluxTransformer}: their squares stand behind those of the picture.
 *
 * <p>Inputs, for each picture I: {@code reference.I [batch, channels, h, w]}, its latent, as the model takes latents and of any size; {@code
 * place.I [batch, 3]}, where its upper left square is: index, row and column. The painted picture is at (0, 0, 0); Kontext was trained with one
 * other at (1, 0, 0). {@link #places} says where several are.
 *
 * @param count how many pictures, at least 1
 */
public record FluxReferenceEdit(int count) implements GraphEdit {

    private static final int COORDINATES = 3;

    /** The index of pictures that are looked at. */
    private static final int INDEX = 1;

    /** Checks the count. */
    public FluxReferenceEdit {
        if (count < 1) {
            throw new IllegalArgumentException("There has to be a picture to look at, not " + count + ".");
        }
    }

    /** The input with the latent of a picture. */
    public static String reference(int i) {
        return "reference." + i;
    }

    /** The input with the place of a picture. */
    public static String place(int i) {
        return "place." + i;
    }

    /**
     * Places for several pictures that do not overlap: the first at (1, 0, 0), each other beside all before it or below them, where it reaches less
     * far.
     *
     * @param sides heights and widths of the latents
     * @return index, row and column of each
     */
    public static List<int[]> places(List<int[]> sides) {
        List<int[]> out = new ArrayList<>();
        int height = 0;
        int width = 0;
        for (int[] side : sides) {
            boolean beside = side[0] + height > side[1] + width;
            int row = beside ? 0 : height;
            int column = beside ? width : 0;
            out.add(new int[] {INDEX, (row + 1) / 2, (column + 1) / 2});
            height = Math.max(height, row + side[0]);
            width = Math.max(width, column + side[1]);
        }
        return List.copyOf(out);
    }

    @Override
    public void apply(Hooks hooks) {
        if (!(hooks.network() instanceof FluxTransformer flux)) {
            throw new BadFileException(
                    hooks.weights().file(),
                    "Pictures to look at are for FLUX.1 Kontext, but the model is a "
                            + hooks.network().name() + " of another family: load a FLUX.1 model.");
        }
        hooks.at("squares", (place, values, context) -> {
            Tensor batch = requireNonNull(hooks.graph().inputs().get("timestep"));
            List<Tensor> tokens = new ArrayList<>(List.of(values.get(0)));
            List<Tensor> positions = new ArrayList<>(List.of(values.get(1)));
            for (int i = 0; i < count; i++) {
                Tensor latent = hooks.input(
                        reference(i),
                        DType.F32,
                        batch.dim(0),
                        flux.config().inChannels(),
                        hooks.symbol("rows." + i),
                        hooks.symbol("columns." + i));
                Tensor at = hooks.input(place(i), DType.F32, batch.dim(0), COORDINATES);
                Tensor squares = FluxSquares.of(latent);
                tokens.add(FluxSquares.tokens(squares));
                positions.add(FluxRotary.grid(squares, at.reshape(at.dim(0), 1, COORDINATES)));
            }
            return List.of(Tensor.concat(1, tokens), Tensor.concat(1, positions));
        });
    }
}
