package dev.zograf.runtime.layout;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import java.util.List;

/** Sizes that configurations are told from. */
final class Shapes {

    private static final int LARGEST = 1 << 20;

    private Shapes() {}

    /**
     * The size of a tensor along an axis.
     *
     * @throws BadFileException if there is no such tensor or axis, or the size is no size of a network
     */
    static int dim(WeightSource weights, String name, int axis) {
        Weight weight = weights.find(name)
                .orElseThrow(() -> new BadFileException(
                        weights.file(), "The tensor " + name + " is missing, so that its network cannot be told."));
        long[] shape = weight.shape();
        if (axis >= shape.length || shape[axis] < 1 || shape[axis] > LARGEST) {
            throw new BadFileException(
                    weights.file(), "The tensor " + weight + " has a shape that no network known here has.");
        }
        return (int) shape[axis];
    }

    /** Says that something is not in a file of tensors alone. */
    static BadFileException untold(WeightSource weights, String what) {
        return new BadFileException(
                weights.file(),
                what
                        + " cannot be told from the shapes of the tensors. Name a folder with the model's configurations, in the"
                        + " layout of diffusers, in the input \"config\" or by --config.");
    }

    /** One number where all are equal, as configurations are written. */
    static Object folded(List<Integer> values) {
        return values.stream().distinct().count() == 1 ? values.get(0) : List.copyOf(values);
    }
}
