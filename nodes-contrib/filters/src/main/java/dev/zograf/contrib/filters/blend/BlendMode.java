package dev.zograf.contrib.filters.blend;

import java.util.Locale;
import java.util.function.DoubleBinaryOperator;

/**
 * How the colour of a layer {@code s} and that under it {@code b} make one. The first sixteen are those of W3C Compositing and Blending
 * Level 1, sections 10.1 and 10.2, in its notation {@code B(b, s)}; the others are clipped sums and quotients.
 */
enum BlendMode {
    NORMAL((b, s) -> s),
    MULTIPLY((b, s) -> b * s),
    SCREEN(BlendMode::screen),
    OVERLAY((b, s) -> hardLight(s, b)),
    DARKEN(Math::min),
    LIGHTEN(Math::max),
    COLOUR_DODGE((b, s) -> b <= 0 ? 0 : s >= 1 ? 1 : Math.min(1, b / (1 - s))),
    COLOUR_BURN((b, s) -> b >= 1 ? 1 : s <= 0 ? 0 : 1 - Math.min(1, (1 - b) / s)),
    HARD_LIGHT(BlendMode::hardLight),
    SOFT_LIGHT(BlendMode::softLight),
    DIFFERENCE((b, s) -> Math.abs(b - s)),
    EXCLUSION((b, s) -> b + s - 2 * b * s),
    HUE((b, s, out) -> HueAndLight.light(HueAndLight.saturation(s, b), b, out)),
    SATURATION((b, s, out) -> HueAndLight.light(HueAndLight.saturation(b, s), b, out)),
    COLOUR((b, s, out) -> HueAndLight.light(s, b, out)),
    LUMINOSITY((b, s, out) -> HueAndLight.light(b, s, out)),
    ADD((b, s) -> b + s),
    SUBTRACT((b, s) -> b - s),
    DIVIDE((b, s) -> s <= 0 ? b <= 0 ? 0 : 1 : b / s),
    LINEAR_BURN((b, s) -> b + s - 1),
    LINEAR_LIGHT((b, s) -> b + 2 * s - 1);

    /** From the colour below and that of the layer to one. */
    @FunctionalInterface
    private interface Formula {
        void blend(float[] b, float[] s, float[] out);
    }

    private final Formula formula;

    BlendMode(DoubleBinaryOperator channel) {
        this((Formula) (b, s, out) -> {
            for (int c = 0; c < 3; c++) {
                out[c] = (float) channel.applyAsDouble(b[c], s[c]);
            }
        });
    }

    BlendMode(Formula formula) {
        this.formula = formula;
    }

    /** The names that workflows use. */
    static BlendMode of(String choice) {
        return valueOf(choice.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The colour of both, not clipped. */
    void blend(float[] under, float[] layer, float[] out) {
        formula.blend(under, layer, out);
    }

    private static double screen(double b, double s) {
        return b + s - b * s;
    }

    private static double hardLight(double b, double s) {
        return s <= 0.5 ? b * 2 * s : screen(b, 2 * s - 1);
    }

    private static double softLight(double b, double s) {
        if (s <= 0.5) {
            return b - (1 - 2 * s) * b * (1 - b);
        }
        double d = b <= 0.25 ? ((16 * b - 12) * b + 4) * b : Math.sqrt(b);
        return b + (2 * s - 1) * (d - b);
    }
}
