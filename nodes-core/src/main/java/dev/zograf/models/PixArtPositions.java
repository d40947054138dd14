package dev.zograf.models;

import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import java.util.List;

/**
 * Where patches are, as sines and cosines (Vaswani et al. 2017, section 3.5) of columns and rows. Pictures of all sizes have the same
 * positions from edge to edge: what is larger has them closer together (Chen et al. 2023, appendix on positions; Xie et al. 2023).
 */
final class PixArtPositions {

    private static final double THETA = 10_000;

    private PixArtPositions() {}

    /**
     * For patches in the order of rows.
     *
     * @param map {@code [batch, width, rows, columns]}
     * @return {@code [1, rows * columns, width]}
     */
    static Tensor of(Tensor map, PixArtTransformerConfig config) {
        int half = config.width() / 2;
        Tensor rows = waves(map, 2, config).reshape(1, map.dim(2), 1, half);
        Tensor columns = waves(map, 3, config).reshape(1, 1, map.dim(3), half);
        // Each is there for all entries of the other axis.
        Tensor nothing = Spatial.positions(map, 2)
                .reshape(1, map.dim(2), 1, 1)
                .plus(Spatial.positions(map, 3).reshape(1, 1, map.dim(3), 1))
                .times(0);
        return Tensor.concat(3, List.of(columns.plus(nothing), rows.plus(nothing)))
                .reshape(1, map.dim(2).times(map.dim(3)), config.width());
    }

    /** {@code [entries, width / 2]} along an axis. */
    private static Tensor waves(Tensor map, int axis, PixArtTransformerConfig config) {
        float[] frequencies = new float[config.width() / 4];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) Math.pow(THETA, -(double) i / frequencies.length);
        }
        Tensor at = Spatial.positions(map, axis);
        Tensor count = at.max().plus(1);
        Tensor place = at.times(config.reach()).over(count).reshape(map.dim(axis), 1);
        Tensor angle = place.times(map.graph().constant(frequencies, 1, frequencies.length));
        return Tensor.concat(1, List.of(angle.sin(), angle.cos()));
    }
}
