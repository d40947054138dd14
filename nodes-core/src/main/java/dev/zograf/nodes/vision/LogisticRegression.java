package dev.zograf.nodes.vision;

import java.util.function.UnaryOperator;

/**
 * Logistic regression with an L2 penalty: the least of {@code penalty/2 |w|^2 + mean log(1 + exp(-y (w x + b)))}, in which positive and
 * negative examples weigh as much as each other however many there are. Newton's method with conjugate gradients (Lin, Weng and
 * Keerthi 2008), from zero: the same examples always give the same numbers.
 */
final class LogisticRegression {

    private static final int STEPS = 100;
    private static final double TOLERANCE = 1e-10;

    private final double[][] examples;
    private final double[] labels;
    private final double[] shares;
    private final double penalty;

    /**
     * A problem.
     *
     * @param examples {@code [n][width]}
     * @param positive whether each is one of the positive ones, of which there must be some, and some others
     * @param penalty above 0
     */
    LogisticRegression(double[][] examples, boolean[] positive, double penalty) {
        this.examples = examples;
        this.penalty = penalty;
        int yes = 0;
        for (boolean each : positive) {
            yes += each ? 1 : 0;
        }
        labels = new double[positive.length];
        shares = new double[positive.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = positive[i] ? 1 : -1;
            shares[i] = 0.5 / (positive[i] ? yes : positive.length - yes);
        }
    }

    /** The probe at the least. */
    Probe fit() {
        double[] at = new double[examples[0].length + 1];
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = gradient(at);
            if (dot(gradient, gradient) < TOLERANCE * TOLERANCE) {
                break;
            }
            double[] curvature = curvature(at);
            double[] down = solve(direction -> hessian(direction, curvature), gradient);
            double length = 1;
            double now = loss(at);
            double slope = dot(gradient, down);
            while (length > 1e-8 && loss(plus(at, -length, down)) > now - 1e-4 * length * slope) {
                length /= 2;
            }
            at = plus(at, -length, down);
        }
        double[] weights = new double[at.length - 1];
        System.arraycopy(at, 0, weights, 0, weights.length);
        return Probe.of(weights, at[weights.length]);
    }

    private double margin(double[] at, int example) {
        double sum = at[at.length - 1];
        for (int k = 0; k < at.length - 1; k++) {
            sum += at[k] * examples[example][k];
        }
        return labels[example] * sum;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private double loss(double[] at) {
        double sum = 0;
        for (int k = 0; k < at.length - 1; k++) {
            sum += penalty / 2 * at[k] * at[k];
        }
        for (int i = 0; i < examples.length; i++) {
            double margin = margin(at, i);
            sum += shares[i] * (Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(-margin, 0));
        }
        return sum;
    }

    double[] gradient(double[] at) {
        double[] pull = new double[examples.length];
        for (int i = 0; i < pull.length; i++) {
            pull[i] = -shares[i] * labels[i] * sigmoid(-margin(at, i));
        }
        return spread(at, pull);
    }

    private double[] curvature(double[] at) {
        double[] out = new double[examples.length];
        for (int i = 0; i < out.length; i++) {
            double chance = sigmoid(margin(at, i));
            out[i] = shares[i] * chance * (1 - chance);
        }
        return out;
    }

    private double[] hessian(double[] direction, double[] curvature) {
        double[] pull = new double[examples.length];
        for (int i = 0; i < pull.length; i++) {
            pull[i] = curvature[i] * labels[i] * margin(direction, i);
        }
        return spread(direction, pull);
    }

    /** The penalty's part and the sum of the examples, each times its number; the last entry is the bias. */
    private double[] spread(double[] at, double[] pull) {
        int width = at.length - 1;
        double[] out = new double[at.length];
        for (int k = 0; k < width; k++) {
            out[k] = penalty * at[k];
        }
        for (int i = 0; i < pull.length; i++) {
            for (int k = 0; k < width; k++) {
                out[k] += pull[i] * examples[i][k];
            }
            out[width] += pull[i];
        }
        return out;
    }

    /** Conjugate gradients (Hestenes and Stiefel 1952), until the rest is a thousandth. */
    private static double[] solve(UnaryOperator<double[]> matrix, double[] right) {
        double[] x = new double[right.length];
        double[] rest = right.clone();
        double[] direction = right.clone();
        double squares = dot(rest, rest);
        double enough = squares * 1e-6;
        for (int i = 0; i < 2 * right.length && squares > enough; i++) {
            double[] image = matrix.apply(direction);
            double bend = dot(direction, image);
            if (bend <= 0) {
                break;
            }
            double length = squares / bend;
            x = plus(x, length, direction);
            rest = plus(rest, -length, image);
            double next = dot(rest, rest);
            direction = plus(rest, next / squares, direction);
            squares = next;
        }
        return x;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] plus(double[] a, double factor, double[] b) {
        double[] out = a.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += factor * b[i];
        }
        return out;
    }
}
