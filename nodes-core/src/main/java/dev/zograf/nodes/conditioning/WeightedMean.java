package dev.zograf.nodes.conditioning;

import dev.zograf.api.value.FloatTensor;
import java.util.function.Supplier;

/** The mean of outputs for rectangles of a latent, weighted pixel by pixel. Adds in double, rounds once. For one thread. */
final class WeightedMean {

    private final int batch;
    private final int channels;
    private final int height;
    private final int width;
    private final double[] sum;
    private final double[] weights;

    /** For outputs with as many channels, of a latent like this one. */
    WeightedMean(FloatTensor x, int channels) {
        this.batch = x.dim(0);
        this.channels = channels;
        this.height = x.dim(2);
        this.width = x.dim(3);
        this.sum = new double[batch * channels * height * width];
        this.weights = new double[batch * height * width];
    }

    /** Adds an output {@code [batch, channels, h, w]} of the rectangle. */
    void add(FloatTensor output, RegionWeights where) {
        Rectangle rectangle = where.rectangle();
        for (int entry = 0; entry < batch; entry++) {
            for (int pixel = 0; pixel < rectangle.size(); pixel++) {
                double weight = where.at(entry, pixel);
                int y = rectangle.top() + pixel / rectangle.width();
                int at = y * width + rectangle.left() + pixel % rectangle.width();
                weights[entry * height * width + at] += weight;
                for (int c = 0; c < channels; c++) {
                    int plane = entry * channels + c;
                    sum[plane * height * width + at] += weight * output.at(plane * rectangle.size() + pixel);
                }
            }
        }
    }

    /**
     * The mean.
     *
     * @param otherwise asked for what stands where all weights are 0, {@code [batch, n, h, w]}; channels beyond those are 0 there
     */
    FloatTensor toTensor(Supplier<FloatTensor> otherwise) {
        int area = height * width;
        float[] out = new float[sum.length];
        FloatTensor rest = null;
        for (int i = 0; i < out.length; i++) {
            int entry = i / (channels * area);
            double weight = weights[entry * area + i % area];
            if (weight != 0) {
                out[i] = (float) (sum[i] / weight);
                continue;
            }
            rest = rest == null ? otherwise.get() : rest;
            int channel = i / area % channels;
            if (channel < rest.dim(1)) {
                out[i] = rest.at((entry * rest.dim(1) + channel) * area + i % area);
            }
        }
        return FloatTensor.wrap(out, batch, channels, height, width);
    }
}
