package dev.zograf.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layers of neural networks as functions over a scope of weights. A tensor that a layer needs and the checkpoint lacks, or has in
 * another shape, is reported by name.
 */
public final class Nn {

    private Nn() {}

    /** A convolution of stride 1 that keeps the size; kernel and channels come from {@code weight}, and {@code bias} is needed. */
    public static Tensor conv(Tensor x, Weights w) {
        Tensor weight = x.graph().weight(w, "weight");
        boolean square = weight.shape().isKnown() && weight.shape().rank() == 4;
        int pad = square ? (int) weight.dim(2).fixed() / 2 : 0;
        Tensor bias = x.graph().weight(w, "bias");
        return layer(conv(x, weight, Optional.of(bias), 1, new int[] {pad, pad, pad, pad}, 1, 1), x, w);
    }

    /**
     * A convolution of stride 1 that keeps the size, to {@code out} channels: the checkpoint must have {@code weight [out, channels of x,
     * kernel, kernel]} and {@code bias [out]}.
     */
    public static Tensor conv(Tensor x, Weights w, int out, int kernel) {
        int pad = kernel / 2;
        return conv(x, w, out, kernel, 1, new int[] {pad, pad, pad, pad});
    }

    /**
     * As {@link #conv(Tensor, Weights, int, int)} with another stride.
     *
     * @param pads top, left, bottom, right
     */
    public static Tensor conv(Tensor x, Weights w, int out, int kernel, int stride, int[] pads) {
        Dim side = Dim.of(kernel);
        Tensor weight = x.shape().isKnown()
                ? x.graph().weight(w, "weight", Shape.of(List.of(Dim.of(out), x.dim(1), side, side)))
                : x.graph().weight(w, "weight");
        Tensor bias = x.graph().weight(w, "bias", Shape.of(out));
        return layer(conv(x, weight, Optional.of(bias), stride, pads, 1, 1), x, w);
    }

    /** Each layer is a place for edits under the path of its weights; they see what went in and the layer's own result. */
    private static Tensor layer(Tensor result, Tensor x, Weights w) {
        return x.graph().hook(w.path(), result, x, result);
    }

    /**
     * A convolution (see {@link Op#CONV}).
     *
     * @param pads top, left, bottom, right
     */
    public static Tensor conv(
            Tensor x, Tensor weight, Optional<Tensor> bias, int stride, int[] pads, int dilation, int groups) {
        List<Tensor> others = new ArrayList<>(List.of(weight));
        bias.ifPresent(others::add);
        Map<String, Object> attrs =
                Map.of("stride", stride, "pads", pads.clone(), "dilation", dilation, "groups", groups);
        if (!x.shape().isKnown() || !weight.shape().isKnown()) {
            return x.make(Op.CONV, others, attrs, Shape.unknown());
        }
        if (weight.shape().rank() != 4) {
            return x.misfit(Op.CONV, weight, "[out, in, height, width]", others, attrs, Shape.unknown());
        }
        Dim out = weight.dim(0);
        Shape result = Shape.of(List.of(
                x.dim(0),
                out,
                x.dim(2).convolved(weight.dim(2).fixed(), stride, pads[0] + pads[2], dilation),
                x.dim(3).convolved(weight.dim(3).fixed(), stride, pads[1] + pads[3], dilation)));
        Dim in = x.dim(1).over(groups);
        if (!weight.dim(1).equals(in)) {
            String wanted = "[" + out + ", " + in + ", " + weight.dim(2) + ", " + weight.dim(3) + "]";
            return x.misfit(Op.CONV, weight, wanted, others, attrs, result);
        }
        if (bias.isPresent()
                && bias.get().shape().isKnown()
                && !bias.get().shape().equals(Shape.of(List.of(out)))) {
            return x.misfit(Op.CONV, bias.get(), "[" + out + "]", others, attrs, result);
        }
        return x.make(Op.CONV, others, attrs, result);
    }

    /** {@link Op#MAX_POOL}: {@code [batch, channels, h, w]} to {@code [batch, channels, floor(h / size), floor(w / size)]}. */
    public static Tensor maxPool(Tensor x, int size) {
        Shape result = x.shape().isKnown()
                ? x.shape()
                        .withSpatial(
                                x.dim(-2).convolved(size, size, 0, 1), x.dim(-1).convolved(size, size, 0, 1))
                : x.shape();
        return x.make(Op.MAX_POOL, List.of(), Map.of("size", size), result);
    }

    /** {@code x w^T + b} over the last axis with {@code weight [out, in]}; {@code bias [out]} is needed. */
    public static Tensor linear(Tensor x, Weights w) {
        return layer(
                linear(x, x.graph().weight(w, "weight"), Optional.of(x.graph().weight(w, "bias"))), x, w);
    }

    /** {@code x w^T + b} to {@code out} values: the checkpoint must have {@code weight [out, in]} and {@code bias [out]}. */
    public static Tensor linear(Tensor x, Weights w, long out) {
        return layer(linear(x, matrix(x, w, out), Optional.of(x.graph().weight(w, "bias", Shape.of(out)))), x, w);
    }

    /** {@code x w^T} to {@code out} values: the checkpoint must have {@code weight [out, in]}. */
    public static Tensor linearWithoutBias(Tensor x, Weights w, long out) {
        return layer(linear(x, matrix(x, w, out), Optional.empty()), x, w);
    }

    private static Tensor matrix(Tensor x, Weights w, long out) {
        return x.shape().isKnown()
                ? x.graph().weight(w, "weight", Shape.of(List.of(Dim.of(out), x.dim(-1))))
                : x.graph().weight(w, "weight");
    }

    /** As {@link #linear(Tensor, Weights)}, with a bias only if the checkpoint has one. */
    public static Tensor projection(Tensor x, Weights w) {
        return layer(linear(x, x.graph().weight(w, "weight"), x.graph().findWeight(w, "bias")), x, w);
    }

    /** {@link Op#LINEAR}. */
    public static Tensor linear(Tensor x, Tensor weight, Optional<Tensor> bias) {
        List<Tensor> others = new ArrayList<>(List.of(weight));
        bias.ifPresent(others::add);
        if (!x.shape().isKnown() || !weight.shape().isKnown()) {
            return x.make(Op.LINEAR, others, Map.of(), Shape.unknown());
        }
        if (weight.shape().rank() != 2) {
            return x.misfit(Op.LINEAR, weight, "[out, " + x.dim(-1) + "]", others, Map.of(), Shape.unknown());
        }
        List<Dim> dims = new ArrayList<>(x.shape().dims());
        dims.set(dims.size() - 1, weight.dim(0));
        Shape result = Shape.of(dims);
        if (!weight.dim(1).equals(x.dim(-1))) {
            String wanted = "[" + weight.dim(0) + ", " + x.dim(-1) + "]";
            return x.misfit(Op.LINEAR, weight, wanted, others, Map.of(), result);
        }
        if (bias.isPresent()
                && bias.get().shape().isKnown()
                && !bias.get().shape().equals(Shape.of(List.of(weight.dim(0))))) {
            return x.misfit(Op.LINEAR, bias.get(), "[" + weight.dim(0) + "]", others, Map.of(), result);
        }
        return x.make(Op.LINEAR, others, Map.of(), result);
    }

    /** {@link Op#GROUP_NORM} with {@code weight} and {@code bias [channels]}. */
    public static Tensor groupNorm(Tensor x, Weights w, int groups, double eps) {
        if (x.shape().isKnown() && x.dim(1).isFixed() && x.dim(1).fixed() % groups != 0) {
            x.graph().problem(w.path() + ": " + x.dim(1) + " channels cannot be normalised in " + groups + " groups");
        }
        return norm(Op.GROUP_NORM, x, w, 1, Map.of("groups", groups, "eps", eps));
    }

    /** {@link Op#LAYER_NORM} over the last axis with {@code weight} and {@code bias}. */
    public static Tensor layerNorm(Tensor x, Weights w, double eps) {
        return norm(Op.LAYER_NORM, x, w, -1, Map.of("eps", eps));
    }

    private static Tensor norm(Op op, Tensor x, Weights w, int axis, Map<String, Object> attrs) {
        List<Tensor> others = new ArrayList<>();
        for (String name : List.of("weight", "bias")) {
            others.add(
                    x.shape().isKnown()
                            ? x.graph().weight(w, name, Shape.of(List.of(x.dim(axis))))
                            : x.graph().weight(w, name));
        }
        return x.make(op, others, attrs, x.shape());
    }

    /** {@link Op#LAYER_NORM} over the last axis, of known size, without scale and bias. */
    public static Tensor layerNorm(Tensor x, double eps) {
        if (!x.shape().isKnown()) {
            return x;
        }
        int width = (int) x.dim(-1).fixed();
        float[] ones = new float[width];
        Arrays.fill(ones, 1);
        List<Tensor> plain = List.of(x.graph().constant(ones, width), x.graph().constant(new float[width], width));
        return x.make(Op.LAYER_NORM, plain, Map.of("eps", eps), x.shape());
    }

    /** {@link Op#RMS_NORM} over the last axis with {@code weight}. */
    public static Tensor rmsNorm(Tensor x, Weights w, double eps) {
        Tensor scale = x.shape().isKnown()
                ? x.graph().weight(w, "weight", Shape.of(List.of(x.dim(-1))))
                : x.graph().weight(w, "weight");
        return rmsNorm(x, scale, eps);
    }

    /** {@link Op#RMS_NORM} over the last axis with a scale of its size. */
    public static Tensor rmsNorm(Tensor x, Tensor scale, double eps) {
        if (x.shape().isKnown() && scale.shape().isKnown() && !scale.shape().equals(Shape.of(List.of(x.dim(-1))))) {
            return x.misfit(Op.RMS_NORM, scale, "[" + x.dim(-1) + "]", List.of(scale), Map.of("eps", eps), x.shape());
        }
        return x.make(Op.RMS_NORM, List.of(scale), Map.of("eps", eps), x.shape());
    }

    /** {@link Op#PRELU} with {@code weight [channels]} or {@code [1]}. */
    public static Tensor prelu(Tensor x, Weights w) {
        Tensor slope = x.graph().weight(w, "weight");
        if (x.shape().isKnown()
                && slope.shape().isKnown()
                && !slope.shape().equals(Shape.of(1))
                && !slope.shape().equals(Shape.of(List.of(x.dim(1))))) {
            return x.misfit(Op.PRELU, slope, "[" + x.dim(1) + "]", List.of(slope), Map.of(), x.shape());
        }
        return x.make(Op.PRELU, List.of(slope), Map.of(), x.shape());
    }

    /** {@link Op#ATTENTION} with the usual scale {@code 1/sqrt(d)}. */
    public static Tensor attention(Tensor q, Tensor k, Tensor v, int heads, boolean causal) {
        return attention(q, List.of(k, v), heads, causal);
    }

    /** As {@link #attention(Tensor, Tensor, Tensor, int, boolean)}, with what is added to the scaled products before the softmax. */
    public static Tensor attention(Tensor q, Tensor k, Tensor v, int heads, Tensor bias) {
        boolean known =
                q.shape().isKnown() && k.shape().isKnown() && bias.shape().isKnown();
        if (known && !fits(bias.shape(), Shape.of(List.of(q.dim(0), Dim.of(heads), q.dim(1), k.dim(1))))) {
            q.graph()
                    .problem(q.graph().place() + ": a bias of shape " + bias.shape() + " does not go with attention of "
                            + heads + " heads with queries " + q.shape() + " and keys " + k.shape());
        }
        return attention(q, List.of(k, v, bias), heads, false);
    }

    /** Whether batch and heads are as many or one, and the rest is equal. */
    private static boolean fits(Shape bias, Shape whole) {
        return bias.rank() == 4
                && Shape.broadcast(bias.dims(), whole.dims()).equals(Optional.of(whole.dims()))
                && bias.dim(2).equals(whole.dim(2))
                && bias.dim(3).equals(whole.dim(3));
    }

    private static Tensor attention(Tensor q, List<Tensor> others, int heads, boolean causal) {
        Tensor k = others.get(0);
        Tensor v = others.get(1);
        if (!q.shape().isKnown() || !k.shape().isKnown() || !v.shape().isKnown()) {
            return q.make(
                    Op.ATTENTION, others, Map.of("heads", heads, "scale", 1.0, "causal", causal), Shape.unknown());
        }
        long width = q.dim(2).fixed();
        double scale = 1 / Math.sqrt((double) width / heads);
        Map<String, Object> attrs = Map.of("heads", heads, "scale", scale, "causal", causal);
        if (width % heads != 0 || !k.dim(2).equals(q.dim(2)) || !v.dim(1).equals(k.dim(1))) {
            q.graph()
                    .problem(q.graph().place() + ": attention of " + heads + " heads does not go with queries "
                            + q.shape() + ", keys " + k.shape() + " and values " + v.shape());
            return q.make(Op.ATTENTION, others, attrs, Shape.unknown());
        }
        return q.make(Op.ATTENTION, others, attrs, Shape.of(List.of(q.dim(0), q.dim(1), v.dim(2))));
    }

    /** {@link Op#EMBEDDING}: the rows {@code ids} of {@code weight [rows, width]}. */
    public static Tensor embedding(Tensor ids, Weights w) {
        return embedding(ids, ids.graph().weight(w, "weight"));
    }

    /** {@link Op#EMBEDDING}: the rows {@code ids} of a table {@code [rows, width]}. */
    public static Tensor embedding(Tensor ids, Tensor table) {
        if (!table.shape().isKnown()) {
            return table.make(Op.EMBEDDING, List.of(ids), Map.of(), Shape.unknown());
        }
        if (table.shape().rank() != 2) {
            return table.misfit(Op.EMBEDDING, table, "[rows, width]", List.of(ids), Map.of(), Shape.unknown());
        }
        List<Dim> dims = new ArrayList<>(ids.shape().dims());
        dims.add(table.dim(1));
        return table.make(Op.EMBEDDING, List.of(ids), Map.of(), Shape.of(dims));
    }

    /** As {@link #embedding(Tensor, Weights)}; the checkpoint must have {@code weight [rows, width]}. */
    public static Tensor embedding(Tensor ids, Weights w, long rows, long width) {
        ids.graph().weight(w, "weight", Shape.of(rows, width));
        return embedding(ids, w);
    }

    /**
     * The timestep as sines and cosines of geometrically spaced frequencies (Vaswani et al. 2017, section 3.5; Ho et al. 2020), {@code
     * [batch]} to {@code [batch, width]}.
     *
     * @param cosineFirst whether the cosines come before the sines (diffusers' {@code flip_sin_to_cos})
     * @param shift subtracted from the number of frequencies in the exponent (diffusers' {@code freq_shift})
     */
    public static Tensor sinusoidal(Tensor timestep, int width, boolean cosineFirst, double shift) {
        int half = width / 2;
        float[] frequencies = new float[half];
        for (int i = 0; i < half; i++) {
            frequencies[i] = (float) Math.exp((float) (-Math.log(10_000) * i / (half - shift)));
        }
        Tensor angle =
                timestep.reshape(timestep.dim(0), 1).times(timestep.graph().constant(frequencies, 1, half));
        return Tensor.concat(1, cosineFirst ? List.of(angle.cos(), angle.sin()) : List.of(angle.sin(), angle.cos()));
    }
}
