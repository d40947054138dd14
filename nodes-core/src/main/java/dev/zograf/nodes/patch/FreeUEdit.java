package dev.zograf.nodes.patch;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Amplifies half of the features on the way up and takes low frequencies off the skips that join them (Si et al. 2023, "FreeU: Free Lunch
 * in Diffusion U-Net", eq. 1 to 5), at the two coarsest resolutions.
 *
 * @param adaptive whether the features grow with their mean over the channels, as in the paper's final version, or evenly, as in its first
 * @param channels of the network's finest resolution, where the layers are found by four and two times as many channels as in the authors'
 *     code; 0 where they are the first and the second block on the way up, as in diffusers
 */
record FreeUEdit(boolean adaptive, long channels) implements GraphEdit {

    @Override
    public void apply(Hooks hooks) {
        Factors coarsest = Factors.of(hooks, "1");
        Factors next = Factors.of(hooks, "2");
        hooks.where(
                place -> place.startsWith("up_blocks.") && place.endsWith(".input") && place.contains(".resnets."),
                (place, values, context) -> {
                    long width = values.get(0).dim(1).fixed();
                    boolean first = channels == 0 ? place.startsWith("up_blocks.0.") : width == 4 * channels;
                    boolean second = channels == 0 ? place.startsWith("up_blocks.1.") : width == 2 * channels;
                    return first ? change(values, coarsest) : second ? change(values, next) : values;
                });
    }

    private record Factors(Tensor features, Tensor skip) {
        static Factors of(Hooks hooks, String which) {
            return new Factors(hooks.input("b" + which, DType.F32, 1), hooks.input("s" + which, DType.F32, 1));
        }
    }

    private List<Tensor> change(List<Tensor> values, Factors factors) {
        Tensor x = values.get(0);
        int half = (int) (x.dim(1).fixed() / 2);
        Tensor growth = factors.features.plus(-1);
        Tensor more = adaptive ? structure(x).times(growth) : growth;
        Tensor front = x.slice(1, 0, half).times(more.plus(1));
        Tensor features =
                Tensor.concat(1, List.of(front, x.slice(1, half, (int) x.dim(1).fixed())));
        Tensor skip = values.get(1);
        Tensor low = lowFrequencies(skip).times(factors.skip.plus(-1));
        return List.of(features, skip.plus(low));
    }

    /** The mean over the channels {@code [batch, 1, h, w]}, stretched to 0 to 1 in each picture (eq. 1 and 2). */
    private static Tensor structure(Tensor x) {
        int channels = (int) x.dim(1).fixed();
        float[] each = new float[channels];
        Arrays.fill(each, 1f / channels);
        Tensor pixels = x.reshape(x.dim(0), channels, x.dim(2).times(x.dim(3)));
        Tensor mean = x.graph().constant(each, 1, 1, channels).matmul(pixels);
        Tensor least = mean.times(-1).max().times(-1);
        return mean.minus(least).over(mean.max().minus(least)).reshape(x.dim(0), 1, x.dim(2), x.dim(3));
    }

    /**
     * What the frequencies 0 and -1 along both axes hold of {@code [batch, channels, h, w]}: the square of side 2 in the middle of the
     * shifted Fourier transform, of which the authors' code takes the real part. The projection onto them is {@code (A + iB) / size} along
     * each axis with {@code A = 1 + cos(2 pi (n - m) / size)} and {@code B = -sin(2 pi (n - m) / size)}.
     */
    private static Tensor lowFrequencies(Tensor x) {
        Waves high = Waves.of(x, 2);
        Waves wide = Waves.of(x, 3);
        Tensor real = high.even.matmul(x).matmul(wide.even);
        Tensor imaginary = high.odd.matmul(x).matmul(wide.odd);
        return real.plus(imaginary);
    }

    /** {@code A / size} and {@code B / size}, both {@code [size, size]}; B turned over is -B. */
    private record Waves(Tensor even, Tensor odd) {
        static Waves of(Tensor x, int axis) {
            Tensor places = Spatial.positions(x, axis);
            Tensor column = places.reshape(places.dim(0), 1);
            Tensor row = places.reshape(1, places.dim(0));
            Tensor ones = row.times(0).plus(1);
            Tensor size = ones.matmul(column.times(0).plus(1));
            Tensor angle = column.minus(row).times(2 * Math.PI).over(size);
            return new Waves(
                    angle.cos().plus(1).over(size), angle.sin().times(-1).over(size));
        }
    }
}
