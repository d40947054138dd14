package dev.zograf.tensor;

import dev.zograf.api.value.FloatTensor;
import java.util.Arrays;

/** Moving numbers about, for the {@link Interpreter}. */
final class ShapeKernels {

    private ShapeKernels() {}

    static FloatTensor permute(FloatTensor x, int[] order) {
        int[] shape = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            shape[i] = x.dim(order[i]);
        }
        int[] from = new int[order.length];
        return Grid.fill(shape, to -> {
            for (int i = 0; i < order.length; i++) {
                from[order[i]] = to[i];
            }
            return Grid.at(x, from);
        });
    }

    static FloatTensor nearest(FloatTensor x, int height, int width) {
        int[] shape = x.shape();
        int rank = shape.length;
        shape[rank - 2] = height;
        shape[rank - 1] = width;
        return Grid.fill(shape, to -> {
            int[] from = to.clone();
            from[rank - 2] = to[rank - 2] * x.dim(-2) / height;
            from[rank - 1] = to[rank - 1] * x.dim(-1) / width;
            return Grid.at(x, from);
        });
    }

    static FloatTensor pixelShuffle(FloatTensor x, int r) {
        int[] shape = {x.dim(0), x.dim(1) / (r * r), x.dim(2) * r, x.dim(3) * r};
        return Grid.fill(shape, i -> Grid.at(x, i[0], i[1] * r * r + i[2] % r * r + i[3] % r, i[2] / r, i[3] / r));
    }

    static FloatTensor pixelUnshuffle(FloatTensor x, int r) {
        int[] shape = {x.dim(0), x.dim(1) * r * r, x.dim(2) / r, x.dim(3) / r};
        return Grid.fill(shape, i -> Grid.at(x, i[0], i[1] / (r * r), i[2] * r + i[1] / r % r, i[3] * r + i[1] % r));
    }

    static FloatTensor roll(FloatTensor x, int axis, int shift) {
        return Grid.fill(x.shape(), to -> {
            int[] from = to.clone();
            from[axis] = Math.floorMod(to[axis] - shift, x.dim(axis));
            return Grid.at(x, from);
        });
    }

    static FloatTensor cropLike(Tensor tensor, FloatTensor x, FloatTensor like) {
        int axis = tensor.attribute("axis", Integer.class);
        int spare = x.dim(axis) - like.dim(axis);
        if (spare < 0) {
            throw new IllegalArgumentException("An axis of " + x.dim(axis) + " entries has no " + like.dim(axis) + ".");
        }
        int from = switch (tensor.attribute("from", String.class)) {
            case "start" -> 0;
            case "middle" -> spare / 2;
            default -> spare;
        };
        return x.slice(axis, from, from + like.dim(axis));
    }

    static FloatTensor positions(int count) {
        return Grid.fill(new int[] {count}, i -> i[0]);
    }

    static FloatTensor rows(FloatTensor table, FloatTensor ids) {
        int[] shape = Arrays.copyOf(ids.shape(), ids.rank() + 1);
        shape[ids.rank()] = table.dim(1);
        return Grid.fill(shape, i -> {
            int[] id = Arrays.copyOf(i, ids.rank());
            return Grid.at(table, (int) Grid.at(ids, id), i[ids.rank()]);
        });
    }

    static FloatTensor takeToken(FloatTensor x, FloatTensor positions) {
        return Grid.fill(new int[] {x.dim(0), x.dim(2)}, i -> Grid.at(x, i[0], (int) positions.at(i[0]), i[1]));
    }
}
