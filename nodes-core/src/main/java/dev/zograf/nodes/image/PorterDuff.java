package dev.zograf.nodes.image;

/**
 * How two half-transparent colours make one (Porter and Duff 1984, and the blend modes that Android has beside theirs). Colours are
 * multiplied by their opacity.
 */
public enum PorterDuff {
    /** The sum. */
    ADD((s, sa, d, da) -> Math.min(s + d, 1), (sa, da) -> Math.min(sa + da, 1)),
    /** Nothing. */
    CLEAR((s, sa, d, da) -> 0, (sa, da) -> 0),
    /** The darker. */
    DARKEN((s, sa, d, da) -> (1 - da) * s + (1 - sa) * d + Math.min(s, d), PorterDuff::union),
    /** The destination. */
    DST((s, sa, d, da) -> d, (sa, da) -> da),
    /** The destination where the source is, the source elsewhere in its shape. */
    DST_ATOP((s, sa, d, da) -> sa * d + (1 - da) * s, (sa, da) -> sa),
    /** The destination inside of the source. */
    DST_IN((s, sa, d, da) -> d * sa, (sa, da) -> sa * da),
    /** The destination outside of the source. */
    DST_OUT((s, sa, d, da) -> (1 - sa) * d, (sa, da) -> (1 - sa) * da),
    /** The destination over the source. */
    DST_OVER((s, sa, d, da) -> d + (1 - da) * s, PorterDuff::union),
    /** The lighter. */
    LIGHTEN((s, sa, d, da) -> (1 - da) * s + (1 - sa) * d + Math.max(s, d), PorterDuff::union),
    /** The product. */
    MULTIPLY((s, sa, d, da) -> s * d, (sa, da) -> sa * da),
    /** Darker where it is dark, lighter where it is light. */
    OVERLAY((s, sa, d, da) -> 2 * d < da ? 2 * s * d : sa * da - 2 * (da - s) * (sa - d), PorterDuff::union),
    /** The product of what lacks to white. */
    SCREEN((s, sa, d, da) -> s + d - s * d, PorterDuff::union),
    /** The source. */
    SRC((s, sa, d, da) -> s, (sa, da) -> sa),
    /** The source where the destination is. */
    SRC_ATOP((s, sa, d, da) -> da * s + (1 - sa) * d, (sa, da) -> da),
    /** The source inside of the destination. */
    SRC_IN((s, sa, d, da) -> s * da, (sa, da) -> sa * da),
    /** The source outside of the destination. */
    SRC_OUT((s, sa, d, da) -> (1 - da) * s, (sa, da) -> (1 - da) * sa),
    /** The source over the destination. */
    SRC_OVER((s, sa, d, da) -> s + (1 - sa) * d, PorterDuff::union),
    /** Each where the other is not. */
    XOR((s, sa, d, da) -> (1 - da) * s + (1 - sa) * d, (sa, da) -> (1 - da) * sa + (1 - sa) * da);

    @FunctionalInterface
    private interface Colour {
        double of(double source, double sourceAlpha, double destination, double destinationAlpha);
    }

    @FunctionalInterface
    private interface Alpha {
        double of(double source, double destination);
    }

    private static final double NOTHING = 1e-5;

    private final Colour colour;
    private final Alpha alpha;

    PorterDuff(Colour colour, Alpha alpha) {
        this.colour = colour;
        this.alpha = alpha;
    }

    private static double union(double a, double b) {
        return a + b - a * b;
    }

    /** The opacity of both together. */
    double alpha(double source, double destination) {
        return alpha.of(source, destination);
    }

    /** The colour of both together, no longer multiplied by its opacity, 0 to 1; black where nothing is. */
    double colour(double source, double sourceAlpha, double destination, double destinationAlpha) {
        double opacity = alpha(sourceAlpha, destinationAlpha);
        double made = colour.of(source * sourceAlpha, sourceAlpha, destination * destinationAlpha, destinationAlpha);
        return opacity > NOTHING ? Math.min(Math.max(made / opacity, 0), 1) : 0;
    }
}
