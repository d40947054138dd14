package dev.zograf.nodes.patch;

import dev.zograf.api.InvalidInputException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hook;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import java.util.List;

/**
 * Makes the features smaller behind a part of the way down, and as large as before where they meet the first skip on the way up that was not
 * made smaller. Where that skip lies at a finer resolution, the network's own upsampling has done so already.
 *
 * <p>Inputs, with the features there {@code [batch, channels, h, w]} and the smaller ones {@code [batch, channels, height, width]}:
 * {@code down.rows [height, h]}, {@code down.columns [w, width]}, {@code up.rows [h, height]}, {@code up.columns [width, w]}: what each row
 * and column is mixed from.
 *
 * @param block the part of the way down, as {@link dev.zograf.models.SdUnet} counts them
 * @param afterSkip whether the skip of that part keeps its size
 */
record DeepShrinkEdit(int block, boolean afterSkip) implements GraphEdit {

    private record Sizes(Tensor smaller, Tensor upRows, Tensor upColumns) {}

    @Override
    public void apply(Hooks hooks) {
        Sizes[] sizes = new Sizes[1];
        hooks.at("input_blocks." + block + (afterSkip ? ".next" : ""), Hook.value((x, context) -> {
            Tensor rows = hooks.input("down.rows", DType.F32, hooks.symbol("height"), x.dim(2));
            Tensor columns = hooks.input("down.columns", DType.F32, x.dim(3), hooks.symbol("width"));
            Tensor smaller = rows.matmul(x).matmul(columns);
            sizes[0] = new Sizes(
                    smaller,
                    hooks.input("up.rows", DType.F32, x.dim(2), hooks.symbol("height")),
                    hooks.input("up.columns", DType.F32, hooks.symbol("width"), x.dim(3)));
            return smaller;
        }));
        hooks.where(
                place -> place.startsWith("up_blocks.") && place.contains(".resnets.") && place.endsWith(".input"),
                (place, values, context) -> {
                    Tensor x = values.get(0);
                    boolean small = sameSides(x, sizes[0].smaller) && !sameSides(x, values.get(1));
                    return small
                            ? List.of(sizes[0].upRows.matmul(x).matmul(sizes[0].upColumns), values.get(1))
                            : values;
                });
    }

    /**
     * Refuses two at the same time: the second would have to know how small the first has made what it makes smaller.
     *
     * @throws InvalidInputException if there is one among the edits
     */
    static void requireNone(List<GraphEdit> edits) {
        if (edits.stream().anyMatch(DeepShrinkEdit.class::isInstance)) {
            throw new InvalidInputException(
                    "model",
                    "Two deep-shrink make this model's features smaller at the same time; give them ranges (start, end) that do"
                            + " not overlap, or take one with a larger factor.");
        }
    }

    private static boolean sameSides(Tensor a, Tensor b) {
        return a.dim(2).equals(b.dim(2)) && a.dim(3).equals(b.dim(3));
    }
}
