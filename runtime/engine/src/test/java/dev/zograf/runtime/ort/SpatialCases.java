package dev.zograf.runtime.ort;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import java.util.List;
import java.util.function.BiConsumer;

/** For {@link OperatorsTest}: what networks on pictures need beside convolutions. */
final class SpatialCases {

    private SpatialCases() {}

    static void forEach(BiConsumer<Op, OperatorsTest.Case> cases) {
        cases.accept(Op.POSITIONS, t -> {
            Tensor x = t.picture(2);
            return x.plus(Spatial.positions(x, 2).reshape(1, 1, x.dim(2), 1));
        });
        cases.accept(Op.POSITIONS, t -> Spatial.positions(t.tokens(5), 2));
        cases.accept(Op.PIXEL_UNSHUFFLE, t -> Spatial.pixelUnshuffle(even(t, 3, 2), 2));
        cases.accept(Op.PIXEL_UNSHUFFLE, t -> Spatial.pixelUnshuffle(even(t, 1, 4), 4));
        cases.accept(Op.CROP_LIKE, t -> Spatial.startLike(longer(t), 1, smaller(t)));
        cases.accept(Op.CROP_LIKE, t -> Spatial.middleLike(longer(t), 1, smaller(t)));
        cases.accept(Op.CROP_LIKE, t -> Spatial.endLike(longer(t), 1, smaller(t)));
        cases.accept(Op.CROP_LIKE, t -> {
            Tensor table = t.graph.weight(t.weight("w", 1, 12, 13, 2), "w").permute(0, 3, 1, 2);
            Tensor x = t.picture(2);
            return x.plus(Spatial.middleLike(Spatial.middleLike(table, 2, x), 3, x));
        });
        cases.accept(Op.ROLL, t -> Spatial.roll(t.picture(2), 2, 2));
        cases.accept(Op.ROLL, t -> Spatial.roll(t.picture(2), 3, -1));
        cases.accept(Op.ROLL, t -> Spatial.roll(t.picture(2), 2, 0));
        cases.accept(Op.ATTENTION, t -> biased(t, false, 3));
        cases.accept(Op.ATTENTION, t -> biased(t, true, 1));
        cases.accept(Op.EMBEDDING, t -> {
            t.tokens(1);
            return Nn.embedding(t.graph.indices(3, 0, 10, 3), t.weight("weight", 11, 4));
        });
    }

    private static Tensor longer(OperatorsTest.Trial t) {
        Tensor x = t.tokens(4);
        int[] shape = t.inputs.get("x").shape();
        Tensor more = t.input("more", new String[] {"batch", "more", ""}, shape[0], t.size(1, 6), 4);
        return Tensor.concat(1, List.of(x, more));
    }

    private static Tensor smaller(OperatorsTest.Trial t) {
        return t.graph.inputs().get("more");
    }

    /** A picture whose sides are multiples of a factor. */
    private static Tensor even(OperatorsTest.Trial t, int channels, int factor) {
        int height = t.size(1, 4) * factor;
        int width = t.size(1, 4) * factor;
        float[] numbers = new float[2 * channels * height * width];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) t.random.nextGaussian();
        }
        t.inputs.put("x", FloatTensor.of(numbers, 2, channels, height, width));
        return t.graph.input(
                "x",
                DType.F32,
                "batch",
                channels,
                Dim.symbol("rows").times(factor),
                Dim.symbol("columns").times(factor));
    }

    private static Tensor biased(OperatorsTest.Trial t, boolean batched, int heads) {
        Tensor q = t.tokens(12);
        int[] shape = t.inputs.get("x").shape();
        int keys = t.size(1, 9);
        Tensor k = t.input("k", new String[] {"batch", "keys", ""}, shape[0], keys, 12);
        String[] symbols = {batched ? "batch" : "", "", "tokens", "keys"};
        Tensor bias = t.input("bias", symbols, batched ? shape[0] : 1, heads, shape[1], keys);
        return Nn.attention(q, k, k.times(0.5), 3, bias);
    }
}
