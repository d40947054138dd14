package dev.zograf.nodes.sampling;

import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Noise between two streams: the first draw, which is the latent's, is mixed of both, what comes after it is the first stream's. Immutable.
 *
 * @param share how much of the other, 0 to 1
 * @param spherical along great circles (Shoemake 1985), or the weighted mean
 */
record VariationNoise(NoiseSource first, NoiseSource other, double share, boolean spherical) implements NoiseSource {

    private static final double SAME = 0.9995;

    @Override
    public Stream open() {
        Stream stream = first.open();
        return new Stream() {
            private boolean mixed;

            @Override
            public FloatTensor normal(int... shape) {
                FloatTensor drawn = stream.normal(shape);
                if (mixed || share == 0) {
                    return drawn;
                }
                mixed = true;
                FloatTensor towards = other.open().normal(shape);
                return spherical ? spherical(drawn, towards, share) : mean(drawn, towards, share);
            }

            @Override
            public FloatTensor between(double from, double to, int... shape) {
                return stream.between(from, to, shape);
            }

            @Override
            public Stream forSteps(double least, double most) {
                return stream.forSteps(least, most);
            }

            @Override
            public NoiseSource mark() {
                return stream.mark();
            }
        };
    }

    private static FloatTensor mean(FloatTensor a, FloatTensor b, double share) {
        return a.zip(b, (x, y) -> (1 - share) * x + share * y);
    }

    /**
     * Each entry of the batch by itself. The vectors are the columns of each channel: that is the axis which the published code takes for
     * a picture without a batch. What has no such axes is one vector.
     */
    static FloatTensor spherical(FloatTensor a, FloatTensor b, double share) {
        if (a.rank() < 3) {
            int[] column = {1, a.size(), 1};
            return one(a.reshape(column), b.reshape(column), share).reshape(a.shape());
        }
        List<FloatTensor> out = new ArrayList<>();
        for (int entry = 0; entry < a.dim(0); entry++) {
            out.add(one(a.slice(0, entry, entry + 1), b.slice(0, entry, entry + 1), share));
        }
        return FloatTensor.concat(0, out);
    }

    private static FloatTensor one(FloatTensor a, FloatTensor b, double share) {
        int width = a.dim(-1);
        int height = a.dim(-2);
        int columns = a.size() / height;
        double[] cosines = new double[columns];
        double sum = 0;
        for (int i = 0; i < columns; i++) {
            int at = i / width * height * width + i % width;
            cosines[i] = dot(a, b, at, height, width)
                    / Math.sqrt(dot(a, a, at, height, width) * dot(b, b, at, height, width));
            sum += cosines[i];
        }
        if (sum / columns > SAME) {
            return mean(a, b, share);
        }
        float[] out = new float[a.size()];
        for (int i = 0; i < columns; i++) {
            int at = i / width * height * width + i % width;
            double angle = Math.acos(Math.min(Math.max(cosines[i], -1), 1));
            boolean line = Math.sin(angle) < 1e-6;
            double ofA = line ? 1 - share : Math.sin((1 - share) * angle) / Math.sin(angle);
            double ofB = line ? share : Math.sin(share * angle) / Math.sin(angle);
            for (int k = 0; k < height; k++) {
                int j = at + k * width;
                out[j] = (float) (ofA * a.at(j) + ofB * b.at(j));
            }
        }
        return FloatTensor.wrap(out, a.shape());
    }

    private static double dot(FloatTensor a, FloatTensor b, int at, int height, int width) {
        double sum = 0;
        for (int k = 0; k < height; k++) {
            sum += (double) a.at(at + k * width) * b.at(at + k * width);
        }
        return sum;
    }
}
