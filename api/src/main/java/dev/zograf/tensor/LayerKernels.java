package dev.zograf.tensor;

import dev.zograf.api.value.FloatTensor;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** The layers of networks, for the {@link Interpreter}. */
final class LayerKernels {

    private LayerKernels() {}

    /** {@link Op#MAX}. */
    static FloatTensor max(FloatTensor x) {
        int[] shape = x.shape();
        int size = shape[shape.length - 1];
        shape[shape.length - 1] = 1;
        float[] out = new float[x.size() / size];
        for (int i = 0; i < out.length; i++) {
            out[i] = x.at(i * size);
            for (int j = 1; j < size; j++) {
                out[i] = Math.max(out[i], x.at(i * size + j));
            }
        }
        return FloatTensor.wrap(out, shape);
    }

    static FloatTensor softmax(FloatTensor x) {
        int width = x.dim(-1);
        float[] out = new float[x.size()];
        for (int row = 0; row < out.length; row += width) {
            double[] part = new double[width];
            for (int i = 0; i < width; i++) {
                part[i] = x.at(row + i);
            }
            normalise(part);
            for (int i = 0; i < width; i++) {
                out[row + i] = (float) part[i];
            }
        }
        return FloatTensor.wrap(out, x.shape());
    }

    private static void normalise(double[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (double each : logits) {
            max = Math.max(max, each);
        }
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Math.exp(logits[i] - max);
            sum += logits[i];
        }
        for (int i = 0; i < logits.length; i++) {
            logits[i] /= sum;
        }
    }

    static FloatTensor maxPool(FloatTensor x, int size) {
        int[] shape = {x.dim(0), x.dim(1), x.dim(2) / size, x.dim(3) / size};
        return Grid.fill(shape, i -> {
            double max = Double.NEGATIVE_INFINITY;
            for (int at = 0; at < size * size; at++) {
                max = Math.max(max, Grid.at(x, i[0], i[1], i[2] * size + at / size, i[3] * size + at % size));
            }
            return max;
        });
    }

    static FloatTensor matmul(int[] shape, FloatTensor a, FloatTensor b) {
        int rank = shape.length;
        return Grid.fill(shape, i -> {
            int[] left = i.clone();
            int[] right = i.clone();
            double sum = 0;
            for (int k = 0; k < a.dim(-1); k++) {
                left[rank - 1] = k;
                right[rank - 2] = k;
                sum += Grid.at(a, left) * Grid.at(b, right);
            }
            return sum;
        });
    }

    static FloatTensor linear(int[] shape, List<FloatTensor> in) {
        FloatTensor x = in.get(0);
        FloatTensor weight = in.get(1);
        return Grid.fill(shape, i -> {
            int out = i[i.length - 1];
            int[] at = i.clone();
            double sum = in.size() > 2 ? in.get(2).at(out) : 0;
            for (int k = 0; k < weight.dim(1); k++) {
                at[at.length - 1] = k;
                sum += Grid.at(x, at) * weight.at(out * weight.dim(1) + k);
            }
            return sum;
        });
    }

    static FloatTensor conv(Tensor tensor, List<FloatTensor> in) {
        FloatTensor x = in.get(0);
        FloatTensor weight = in.get(1);
        int stride = tensor.attribute("stride", Integer.class);
        int dilation = tensor.attribute("dilation", Integer.class);
        int groups = tensor.attribute("groups", Integer.class);
        int[] pads = tensor.attribute("pads", int[].class);
        int part = weight.dim(1);
        int outs = weight.dim(0) / groups;
        int height = (x.dim(2) + pads[0] + pads[2] - dilation * (weight.dim(2) - 1) - 1) / stride + 1;
        int width = (x.dim(3) + pads[1] + pads[3] - dilation * (weight.dim(3) - 1) - 1) / stride + 1;
        return Grid.fill(new int[] {x.dim(0), weight.dim(0), height, width}, i -> {
            double sum = in.size() > 2 ? in.get(2).at(i[1]) : 0;
            for (int c = 0; c < part; c++) {
                for (int ky = 0; ky < weight.dim(2); ky++) {
                    for (int kx = 0; kx < weight.dim(3); kx++) {
                        int y = i[2] * stride + ky * dilation - pads[0];
                        int z = i[3] * stride + kx * dilation - pads[1];
                        if (y >= 0 && y < x.dim(2) && z >= 0 && z < x.dim(3)) {
                            sum += x.at(((i[0] * x.dim(1) + i[1] / outs * part + c) * x.dim(2) + y) * x.dim(3) + z)
                                    * Grid.at(weight, i[1], c, ky, kx);
                        }
                    }
                }
            }
            return sum;
        });
    }

    static FloatTensor groupNorm(Tensor tensor, List<FloatTensor> in) {
        FloatTensor x = in.get(0);
        int channels = x.dim(1);
        int area = x.size() / x.dim(0) / channels;
        int run = channels / tensor.attribute("groups", Integer.class) * area;
        return normalised(x, run, tensor.attribute("eps", Double.class), in, i -> i / area % channels);
    }

    static FloatTensor layerNorm(Tensor tensor, List<FloatTensor> in) {
        int width = in.get(0).dim(-1);
        return normalised(in.get(0), width, tensor.attribute("eps", Double.class), in, i -> i % width);
    }

    static FloatTensor rmsNorm(Tensor tensor, List<FloatTensor> in) {
        FloatTensor x = in.get(0);
        int width = x.dim(-1);
        float[] out = new float[x.size()];
        for (int from = 0; from < out.length; from += width) {
            double mean = 0;
            for (int i = from; i < from + width; i++) {
                mean += (double) x.at(i) * x.at(i) / width;
            }
            double root = Math.sqrt(mean + tensor.attribute("eps", Double.class));
            for (int i = from; i < from + width; i++) {
                out[i] = (float) (x.at(i) / root * in.get(1).at(i - from));
            }
        }
        return FloatTensor.wrap(out, x.shape());
    }

    private static FloatTensor normalised(
            FloatTensor x, int run, double eps, List<FloatTensor> in, IntUnaryOperator channel) {
        float[] out = new float[x.size()];
        for (int from = 0; from < out.length; from += run) {
            double mean = 0;
            double variance = 0;
            for (int i = from; i < from + run; i++) {
                mean += x.at(i) / (double) run;
            }
            for (int i = from; i < from + run; i++) {
                variance += (x.at(i) - mean) * (x.at(i) - mean) / run;
            }
            for (int i = from; i < from + run; i++) {
                int c = channel.applyAsInt(i);
                out[i] = (float) ((x.at(i) - mean)
                                / Math.sqrt(variance + eps)
                                * in.get(1).at(c)
                        + in.get(2).at(c));
            }
        }
        return FloatTensor.wrap(out, x.shape());
    }

    static FloatTensor attention(Tensor tensor, List<FloatTensor> in) {
        FloatTensor q = in.get(0);
        FloatTensor k = in.get(1);
        FloatTensor v = in.get(2);
        int heads = tensor.attribute("heads", Integer.class);
        double scale = tensor.attribute("scale", Double.class);
        boolean causal = tensor.attribute("causal", Boolean.class);
        int width = q.dim(2) / heads;
        int values = v.dim(2) / heads;
        return Grid.fill(new int[] {q.dim(0), q.dim(1), v.dim(2)}, i -> {
            int head = i[2] / values;
            double[] weights = new double[k.dim(1)];
            for (int j = 0; j < weights.length; j++) {
                double sum = 0;
                for (int d = head * width; d < (head + 1) * width; d++) {
                    sum += Grid.at(q, i[0], i[1], d) * Grid.at(k, i[0], j, d);
                }
                double bias = in.size() > 3 ? Grid.at(in.get(3), i[0], head, i[1], j) : 0;
                weights[j] = causal && j > i[1] ? Double.NEGATIVE_INFINITY : sum * scale + bias;
            }
            normalise(weights);
            double sum = 0;
            for (int j = 0; j < weights.length; j++) {
                sum += weights[j] * Grid.at(v, i[0], j, i[2]);
            }
            return sum;
        });
    }
}
