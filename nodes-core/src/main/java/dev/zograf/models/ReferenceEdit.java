package dev.zograf.models;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Pictures that a transformer looks at while it paints another: their squares stand behind those of the picture. Each family has its own idea of
 * where these are.
 *
 * <p>Inputs, for each picture I: {@code reference.I [batch, channels, h, w]}, its latent, as the model takes latents and of any size; and what
 * {@link #places} names.
 */
public sealed interface ReferenceEdit extends GraphEdit permits FluxReferenceEdit, QwenImageReferenceEdit {

    /** How many pictures, at least 1. */
    int count();

    /**
     * What the network is told of where the pictures are, by the names of its inputs, {@code [batch, numbers]}.
     *
     * @param sides heights and widths of the latents
     */
    Map<String, float[]> places(List<int[]> sides);

    /** The input with the latent of a picture. */
    static String reference(int i) {
        return "reference." + i;
    }

    /** Refuses a count below 1. */
    static void require(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("There has to be a picture to look at, not " + count + ".");
        }
    }

    /** Where the squares of a picture are. */
    @FunctionalInterface
    interface Positions {

        /**
         * Index, row and column of each.
         *
         * @param squares of the picture, {@code [batch, 4 * channels, rows, columns]}
         * @param i which picture it is, from 0
         * @return {@code [1 or batch, rows * columns, 3]}
         */
        Tensor of(Tensor squares, int i);
    }

    /**
     * Puts the pictures behind what is painted, at the place {@code squares}.
     *
     * @param channels of the latents
     */
    default void behind(Hooks hooks, int channels, Positions positions) {
        hooks.at("squares", (place, values, context) -> {
            Tensor batch = Objects.requireNonNull(hooks.graph().inputs().get("timestep"));
            List<Tensor> tokens = new ArrayList<>(List.of(values.get(0)));
            List<Tensor> at = new ArrayList<>(List.of(values.get(1)));
            for (int i = 0; i < count(); i++) {
                Tensor latent = hooks.input(
                        reference(i),
                        DType.F32,
                        batch.dim(0),
                        channels,
                        hooks.symbol("rows." + i),
                        hooks.symbol("columns." + i));
                Tensor squares = FluxSquares.of(latent);
                tokens.add(FluxSquares.tokens(squares));
                at.add(positions.of(squares, i));
            }
            return List.of(Tensor.concat(1, tokens), Tensor.concat(1, at));
        });
    }
}
