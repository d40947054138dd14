package dev.zograf.tensor;

import dev.zograf.api.value.FloatTensor;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Functions of single numbers, for the {@link Interpreter}. */
final class ScalarKernels {

    private static final double ERF_IS_ONE = 4.5;

    private ScalarKernels() {}

    static FloatTensor pairs(int[] shape, List<FloatTensor> in, DoubleBinaryOperator f) {
        return Grid.fill(shape, i -> f.applyAsDouble(Grid.at(in.get(0), i), Grid.at(in.get(1), i)));
    }

    static FloatTensor prelu(FloatTensor x, FloatTensor slope) {
        return Grid.fill(x.shape(), i -> {
            double value = Grid.at(x, i);
            return value >= 0 ? value : value * slope.at(slope.size() == 1 ? 0 : i[1]);
        });
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double gelu(double x) {
        return x / 2 * (1 + erf(x / Math.sqrt(2)));
    }

    static double geluTanh(double x) {
        return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    /** The error function by its Maclaurin series, good to 1e-8. */
    private static double erf(double x) {
        if (Math.abs(x) > ERF_IS_ONE) {
            return Math.signum(x);
        }
        double power = x;
        double sum = x;
        for (int n = 1; Math.abs(power) > 1e-20; n++) {
            power *= -x * x / n;
            sum += power / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
