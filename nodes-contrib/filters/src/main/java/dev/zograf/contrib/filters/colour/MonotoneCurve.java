package dev.zograf.contrib.filters.colour;

import java.util.function.DoubleUnaryOperator;

/**
 * A smooth curve through points that never overshoots them: cubic Hermite pieces whose slopes are limited after Fritsch and Carlson
 * 1980, "Monotone Piecewise Cubic Interpolation". Constant before the first point and after the last.
 */
final class MonotoneCurve implements DoubleUnaryOperator {

    private final double[] x;
    private final double[] y;
    private final double[] slope;

    /** Through these points; {@code x} rises strictly. */
    MonotoneCurve(double[] x, double[] y) {
        this.x = x.clone();
        this.y = y.clone();
        this.slope = slopes(x, y);
    }

    private static double[] slopes(double[] x, double[] y) {
        int pieces = x.length - 1;
        double[] secant = new double[pieces];
        for (int i = 0; i < pieces; i++) {
            secant[i] = (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
        }
        double[] slope = new double[pieces + 1];
        slope[0] = secant[0];
        slope[pieces] = secant[pieces - 1];
        for (int i = 1; i < pieces; i++) {
            slope[i] = secant[i - 1] * secant[i] <= 0 ? 0 : (secant[i - 1] + secant[i]) / 2;
        }
        for (int i = 0; i < pieces; i++) {
            if (secant[i] == 0) {
                slope[i] = 0;
                slope[i + 1] = 0;
                continue;
            }
            double length = Math.hypot(slope[i] / secant[i], slope[i + 1] / secant[i]);
            if (length > 3) {
                slope[i] *= 3 / length;
                slope[i + 1] *= 3 / length;
            }
        }
        return slope;
    }

    @Override
    public double applyAsDouble(double at) {
        int last = x.length - 1;
        if (!(at > x[0])) {
            return y[0];
        }
        if (at >= x[last]) {
            return y[last];
        }
        int i = 0;
        while (at >= x[i + 1]) {
            i++;
        }
        double h = x[i + 1] - x[i];
        double t = (at - x[i]) / h;
        double s = 1 - t;
        return y[i] * (1 + 2 * t) * s * s
                + slope[i] * h * t * s * s
                + y[i + 1] * t * t * (3 - 2 * t)
                - slope[i + 1] * h * t * t * s;
    }
}
