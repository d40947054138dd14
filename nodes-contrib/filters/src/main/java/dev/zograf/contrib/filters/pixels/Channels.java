package dev.zograf.contrib.filters.pixels;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Which of red, green and blue a filter changes, by the choices {@code all}, {@code red}, {@code green}, {@code blue}. */
public final class Channels {

    private Channels() {}

    /** The filter that applies a curve to the chosen channels. */
    public static Pixels.Filter curve(String channel, DoubleUnaryOperator curve) {
        int only = List.of("red", "green", "blue").indexOf(channel);
        return rgb -> {
            for (int c = 0; c < 3; c++) {
                if (only < 0 || only == c) {
                    rgb[c] = (float) curve.applyAsDouble(rgb[c]);
                }
            }
        };
    }
}
