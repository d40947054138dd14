package dev.zograf.nodes.patch;

/**
 * What of a plane is made of low frequencies: the real part of its discrete Fourier transform cut to {@code -f .. f - 1} on each axis, where
 * {@code f} is the smaller of the cutoff and half of the axis, as the shifted transform of FreSca is cut around its middle. It is computed as two products
 * with circulant matrices, which for latents is as fast as a transform and takes any size.
 */
final class LowFrequencies {

    private final Axis rows;
    private final Axis columns;

    LowFrequencies(int height, int width, int cutoff) {
        rows = Axis.of(height, cutoff);
        columns = Axis.of(width, cutoff);
    }

    /** The first column of a circulant matrix, {@code 1/n * sum of exp(2 pi i k d / n)} over the frequencies {@code k} that stay. */
    private record Axis(double[] real, double[] imaginary) {

        static Axis of(int size, int cutoff) {
            int kept = Math.min(cutoff, size / 2);
            double[] real = new double[size];
            double[] imaginary = new double[size];
            for (int d = 0; d < size; d++) {
                for (int k = -kept; k < kept; k++) {
                    double angle = 2 * Math.PI * Math.floorMod((long) k * d, size) / size;
                    real[d] += Math.cos(angle) / size;
                    imaginary[d] += Math.sin(angle) / size;
                }
            }
            return new Axis(real, imaginary);
        }

        int size() {
            return real.length;
        }
    }

    /** The low frequencies of a plane, row by row. */
    double[] of(float[] plane) {
        int width = columns.size();
        double[] real = new double[plane.length];
        double[] imaginary = new double[plane.length];
        for (int i = 0; i < plane.length; i++) {
            int x = i % width;
            for (int from = 0; from < width; from++) {
                int d = Math.floorMod(x - from, width);
                real[i] += columns.real[d] * plane[i - x + from];
                imaginary[i] += columns.imaginary[d] * plane[i - x + from];
            }
        }
        double[] out = new double[plane.length];
        for (int y = 0; y < rows.size(); y++) {
            for (int from = 0; from < rows.size(); from++) {
                int d = Math.floorMod(y - from, rows.size());
                for (int x = 0; x < width; x++) {
                    out[y * width + x] +=
                            rows.real[d] * real[from * width + x] - rows.imaginary[d] * imaginary[from * width + x];
                }
            }
        }
        return out;
    }
}
