package dev.zograf.models;

import dev.zograf.tensor.Tensor;
import java.util.List;

/**
 * Rotary positions (Su et al. 2021, section 3.4.2) whose pairs are a number of the first half of a head and that at the same place of the
 * second half.
 *
 * @param cos of the angles, {@code [batch or 1, tokens, 1, pairs]}
 * @param sin of the angles, of the same shape
 */
record HalvesRotary(Tensor cos, Tensor sin) {

    /** @param angles {@code [batch or 1, tokens, pairs]} */
    static HalvesRotary of(Tensor angles) {
        return new HalvesRotary(column(angles.cos()), column(angles.sin()));
    }

    private static Tensor column(Tensor x) {
        return x.reshape(x.dim(0), x.dim(1), 1, x.dim(2));
    }

    /** Queries or keys {@code [batch, tokens, heads * width]}, turned. */
    Tensor turn(Tensor x, int heads) {
        return turn(x.reshape(x.dim(0), x.dim(1), heads, x.dim(2).over(heads))).reshape(x.dim(0), x.dim(1), x.dim(2));
    }

    /** Queries or keys {@code [batch, tokens, heads, width]}, turned. */
    Tensor turn(Tensor x) {
        List<Tensor> halves = x.chunk(3, 2);
        Tensor first = halves.get(0);
        Tensor second = halves.get(1);
        return Tensor.concat(
                3,
                List.of(
                        first.times(cos).minus(second.times(sin)),
                        second.times(cos).plus(first.times(sin))));
    }
}
