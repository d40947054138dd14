package dev.zograf.runtime.onednn;

import static org.bytedeco.dnnl.global.dnnl.algorithm;

import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import java.util.Optional;

/** What the library does number by number: the operators of one input, and arithmetic with one constant number. */
final class Activations {

    /** An algorithm and its two parameters. */
    record Activation(algorithm kind, float alpha, float beta) {}

    private Activations() {}

    static boolean knows(Tensor tensor) {
        return of(tensor).isPresent();
    }

    /** What the tensor does to its input that is no constant. */
    static Optional<Activation> of(Tensor t) {
        return switch (t.op()) {
            case SILU -> activation(algorithm.eltwise_swish, 1, 0);
            case QUICK_GELU -> activation(algorithm.eltwise_swish, 1.702, 0);
            case GELU -> activation(algorithm.eltwise_gelu_erf, 0, 0);
            case GELU_TANH -> activation(algorithm.eltwise_gelu_tanh, 0, 0);
            case RELU -> activation(algorithm.eltwise_relu, 0, 0);
            case LEAKY_RELU -> activation(algorithm.eltwise_relu, t.attribute("slope", Double.class), 0);
            case TANH -> activation(algorithm.eltwise_tanh, 0, 0);
            case SIGMOID -> activation(algorithm.eltwise_logistic, 0, 0);
            case EXP -> activation(algorithm.eltwise_exp, 0, 0);
            case SQRT -> activation(algorithm.eltwise_sqrt, 0, 0);
            case CLAMP ->
                activation(
                        algorithm.eltwise_clip_v2, t.attribute("min", Double.class), t.attribute("max", Double.class));
            case ADD, SUBTRACT, MULTIPLY, DIVIDE -> arithmetic(t);
            default -> Optional.empty();
        };
    }

    private static Optional<Activation> arithmetic(Tensor t) {
        Optional<Float> left = number(t.inputs().get(0));
        Optional<Float> right = number(t.inputs().get(1));
        if (right.isPresent() && left.isEmpty()) {
            float c = right.get();
            return switch (t.op()) {
                case ADD -> activation(algorithm.eltwise_linear, 1, c);
                case SUBTRACT -> activation(algorithm.eltwise_linear, 1, -c);
                case MULTIPLY -> activation(algorithm.eltwise_linear, c, 0);
                default -> activation(algorithm.eltwise_linear, 1 / c, 0);
            };
        }
        if (left.isPresent() && right.isEmpty()) {
            float c = left.get();
            return switch (t.op()) {
                case ADD -> activation(algorithm.eltwise_linear, 1, c);
                case SUBTRACT -> activation(algorithm.eltwise_linear, -1, c);
                case MULTIPLY -> activation(algorithm.eltwise_linear, c, 0);
                default -> activation(algorithm.eltwise_pow, c, -1);
            };
        }
        return Optional.empty();
    }

    /** The input that the activation is applied to. */
    static Tensor operand(Tensor t) {
        return t.inputs().size() > 1 && number(t.inputs().get(0)).isPresent()
                ? t.inputs().get(1)
                : t.inputs().get(0);
    }

    private static Optional<Float> number(Tensor t) {
        return t.op() == Op.CONSTANT && t.shape().size().equals(Dim.of(1))
                ? Optional.of(t.attribute("data", float[].class)[0])
                : Optional.empty();
    }

    private static Optional<Activation> activation(algorithm kind, double alpha, double beta) {
        return Optional.of(new Activation(kind, (float) alpha, (float) beta));
    }
}
