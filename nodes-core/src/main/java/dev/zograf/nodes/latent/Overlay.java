package dev.zograf.nodes.latent;

import dev.zograf.api.value.FloatTensor;

/** Planes of numbers laid over others. */
public final class Overlay {

    private Overlay() {}

    /**
     * {@code layer * shows + base * (1 - shows)} where the layer lies; what reaches over the border is cut off.
     *
     * @param base {@code [batch, channels, height, width]}
     * @param layer {@code [batch, channels, h, w]}
     * @param shows {@code [batch, 1, h, w]}
     */
    public static FloatTensor of(FloatTensor base, FloatTensor layer, FloatTensor shows, int left, int top) {
        float[] out = base.toArray();
        int h = layer.dim(2);
        int w = layer.dim(3);
        int bottom = Math.min(h, base.dim(2) - top);
        int right = Math.min(w, base.dim(3) - left);
        for (int plane = 0; plane < base.dim(0) * base.dim(1); plane++) {
            int entry = plane / base.dim(1);
            for (int y = 0; y < bottom; y++) {
                for (int x = 0; x < right; x++) {
                    int at = (plane * base.dim(2) + top + y) * base.dim(3) + left + x;
                    double share = shows.at((entry * h + y) * w + x);
                    out[at] = (float) (layer.at((plane * h + y) * w + x) * share + out[at] * (1 - share));
                }
            }
        }
        return FloatTensor.wrap(out, base.shape());
    }
}
