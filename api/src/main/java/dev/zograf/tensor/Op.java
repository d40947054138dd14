package dev.zograf.tensor;

import java.util.EnumSet;

/**
 * The operators of the tensor graph. Three tables give each a meaning: one lowers it to ONNX, one computes it slowly in plain
 * Java, and the methods of {@link Tensor} infer its shape. Attributes stand in brackets.
 */
public enum Op {
    /** A value given at run time [name]. */
    INPUT,
    /** A tensor of the checkpoint [weight]. */
    WEIGHT,
    /** Numbers written into the graph, whole ones too [data: float[]]. */
    CONSTANT,
    /** 0, 1, 2 … for the entries along an axis of the input, whose numbers do not matter [axis: int]. */
    POSITIONS,

    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    EXP,
    SQRT,
    SIN,
    COS,
    TANH,
    SIGMOID,
    RELU,
    /** {@code x * sigmoid(x)} (Elfwing et al. 2017). */
    SILU,
    /** {@code x/2 * (1 + erf(x/sqrt 2))} (Hendrycks and Gimpel 2016). */
    GELU,
    /** GELU by its tanh approximation (the same paper). */
    GELU_TANH,
    /** {@code x * sigmoid(1.702 x)} (the same paper). */
    QUICK_GELU,
    /** {@code max(x, 0) + slope * min(x, 0)} [slope: double]. */
    LEAKY_RELU,
    /** LEAKY_RELU with a slope for each channel, the second input {@code [channels]} (He et al. 2015). */
    PRELU,
    /** At least min, at most max [min, max: double]. */
    CLAMP,
    /** Over the last axis. */
    SOFTMAX,
    /** The greatest number along the last axis, which stays with one entry. */
    MAX,
    /** Where the greatest number along the last axis is, the first of equal ones; I32, without that axis. */
    ARG_MAX,
    /** The places of the numbers along the last axis in order, I32; of equal ones the first comes first [descending: boolean]. */
    ARG_SORT,

    /** The product of the last two axes, the others broadcast. */
    MATMUL,
    /** {@code x w^T + b}: inputs {@code [..., in]}, {@code [out, in]}, and optionally {@code [out]}. */
    LINEAR,
    /**
     * A convolution: inputs {@code [batch, in, h, w]}, {@code [out, in/groups, kh, kw]}, and optionally {@code [out]} [stride: int, pads: int[]
     * top, left, bottom, right; dilation: int; groups: int].
     */
    CONV,
    /** The greatest number of each square of {@code [..., h, w]}, squares side by side, what is left over dropped [size: int]. */
    MAX_POOL,
    /** Wu and He 2018: inputs {@code [batch, channels, ...]}, scale and bias {@code [channels]} [groups: int, eps: double]. */
    GROUP_NORM,
    /** Ba et al. 2016, over the last axis: inputs x, scale and bias [eps: double]. */
    LAYER_NORM,
    /** Zhang and Sennrich 2019, over the last axis: {@code x / sqrt(mean(x^2) + eps) * scale}: inputs x and scale [eps: double]. */
    RMS_NORM,
    /**
     * Multi-head scaled dot-product attention (Vaswani et al. 2017): inputs q {@code [batch, n, heads*d]}, k and v {@code [batch, m, heads*d]},
     * and optionally what is added to the scaled products, {@code [batch or 1, heads or 1, n, m]} [heads: int, scale: double, causal: boolean].
     */
    ATTENTION,

    /** The same numbers in another shape; the node's own shape says which. */
    RESHAPE,
    /** Axes in another order [order: int[]]. */
    PERMUTE,
    /** Parts along an axis [axis: int]. */
    CONCAT,
    /** A part along an axis [axis, from, to: int]. */
    SLICE,
    /** Nearest neighbour on the last two axes by a whole factor [factor: int]. */
    UPSAMPLE,
    /** Nearest neighbour on the last two axes to the size that the second input has there. */
    RESIZE_LIKE,
    /** Channels to space (Shi et al. 2016): {@code [b, c*r*r, h, w]} to {@code [b, c, h*r, w*r]} [factor: int]. */
    PIXEL_SHUFFLE,
    /** Space to channels, its inverse: {@code [b, c, h*r, w*r]} to {@code [b, c*r*r, h, w]} [factor: int]. */
    PIXEL_UNSHUFFLE,
    /**
     * As many entries along an axis as the second input has along it, whose numbers do not matter [axis: int; from: String, {@code start},
     * {@code middle}, rounded towards the start, or {@code end}].
     */
    CROP_LIKE,
    /** Moved along an axis; what leaves at one end comes in at the other [axis, shift: int, towards the end if positive]. */
    ROLL,
    /** Rows of a table: table {@code [rows, width]}, ids {@code [...]} of I32. */
    EMBEDDING,
    /** Entries along an axis by number: x, and indices of I32 whose axes take that axis's place [axis: int]. */
    GATHER,
    /** Tokens of each entry by number: {@code [batch, tokens, ...]}, positions {@code [batch, n]} of I32, gives {@code [batch, n, ...]}. */
    TAKE_TOKENS,
    /**
     * Rows added to tokens by number, several to the same one too: {@code [batch, tokens, width]}, positions {@code [batch, n]} of I32, rows
     * {@code [batch, n, width]}.
     */
    ADD_TOKENS,
    /** One token of each entry: {@code [batch, tokens, width]}, positions {@code [batch]} of I32, gives {@code [batch, width]}. */
    TAKE_TOKEN;

    /** Whether it stands for a value that is there before anything is computed. */
    public boolean isLeaf() {
        return this == INPUT || this == WEIGHT || this == CONSTANT;
    }

    /** Those that compute each number of those at its place: sums, products and the like (which broadcast), and functions of one number. A copy. */
    public static EnumSet<Op> elementwise() {
        return EnumSet.range(ADD, CLAMP);
    }
}
