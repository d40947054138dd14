package dev.zograf.nodes.sampling;

import dev.zograf.api.model.MaskEdit;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.latent.Masks;
import java.util.List;

/**
 * What of a latent one run repaints.
 *
 * @param mask {@code [batch, 1, h, w]}, before the model's edits
 */
record Repaint(FloatTensor mask, List<MaskEdit> edits, Steps steps) {

    /**
     * A mask for latents of that shape.
     *
     * @param between whether a mask of another size is interpolated, as node-based interfaces do, or the nearest value taken, as pipelines
     *     do
     */
    static Repaint of(Mask mask, int[] shape, boolean between, List<MaskEdit> edits, Steps steps) {
        FloatTensor sized =
                between ? Masks.interpolated(mask, shape[2], shape[3]) : Masks.resized(mask, shape[2], shape[3]);
        return new Repaint(Masks.repeated(sized, shape[0]), edits, steps);
    }

    /** {@code m * fresh + (1 - m) * kept} with the mask {@code m} of a level, the same for all channels. */
    FloatTensor blend(FloatTensor kept, FloatTensor fresh, NoiseLevel level) {
        FloatTensor edited = mask;
        for (MaskEdit edit : edits) {
            edited = edit.edit(edited, level, steps);
        }
        int area = kept.dim(2) * kept.dim(3);
        int image = kept.dim(1) * area;
        float[] out = new float[kept.size()];
        for (int i = 0; i < out.length; i++) {
            double share = edited.at(i / image * area + i % area);
            out[i] = (float) ((1 - share) * kept.at(i) + share * fresh.at(i));
        }
        return FloatTensor.wrap(out, kept.shape());
    }
}
