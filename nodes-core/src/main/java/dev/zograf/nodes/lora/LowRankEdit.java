package dev.zograf.nodes.lora;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Low-rank branches beside layers (Hu et al. 2021): {@code y + up(down(x))}. The factors are inputs of any rank, none included, so that
 * another LoRA, another strength or none at all needs no other graph.
 *
 * @param layers the paths of the layers, sorted; linear layers and convolutions
 */
record LowRankEdit(List<String> layers) implements GraphEdit {

    @Override
    public void apply(Hooks hooks) {
        hooks.where(
                Set.copyOf(layers)::contains,
                (layer, values, context) ->
                        context.stream().allMatch(tensor -> tensor.shape().isKnown())
                                ? List.of(values.get(0).plus(branch(hooks, layer, context.get(0), context.get(1))))
                                : values);
    }

    static String down(String layer) {
        return layer + ".down";
    }

    static String up(String layer) {
        return layer + ".up";
    }

    /** @param y what the layer itself gives, which says what kind of layer it is */
    private static Tensor branch(Hooks hooks, String layer, Tensor x, Tensor y) {
        Dim rank = Dim.symbol("rank." + layer);
        boolean conv = y.op() == Op.CONV;
        Dim in = conv ? x.dim(1) : x.dim(-1);
        Dim out = conv ? y.dim(1) : y.dim(-1);
        if (!conv) {
            Tensor down = hooks.input(down(layer), DType.F32, rank, in);
            Tensor up = hooks.input(up(layer), DType.F32, out, rank);
            Tensor rows = x.shape().rank() == 2 ? x : x.reshape(x.dim(0).times(x.dim(1)), in);
            Tensor sum = Nn.linear(Nn.linear(rows, down, Optional.empty()), up, Optional.empty());
            return x.shape().rank() == 2 ? sum : sum.reshape(y.dim(0), y.dim(1), out);
        }
        Shape kernel = y.inputs().get(1).shape();
        int stride = y.attribute("stride", Integer.class);
        if (kernel.dim(2).equals(Dim.of(1)) && kernel.dim(3).equals(Dim.of(1)) && stride == 1) {
            Tensor down = hooks.input(down(layer), DType.F32, rank, in);
            Tensor up = hooks.input(up(layer), DType.F32, out, rank);
            Tensor pixels = x.reshape(x.dim(0), in, x.dim(2).times(x.dim(3)));
            return up.matmul(down.matmul(pixels)).reshape(y.dim(0), out, y.dim(2), y.dim(3));
        }
        Tensor down = hooks.input(down(layer), DType.F32, rank, in, kernel.dim(2), kernel.dim(3));
        Tensor up = hooks.input(up(layer), DType.F32, out, rank, 1, 1);
        int[] pads = y.attribute("pads", int[].class);
        int dilation = y.attribute("dilation", Integer.class);
        Tensor inner = Nn.conv(x, down, Optional.empty(), stride, pads, dilation, 1);
        return Nn.conv(inner, up, Optional.empty(), 1, new int[] {0, 0, 0, 0}, 1, 1);
    }
}
