package dev.zograf.nodes.control;

import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.models.GligenEdit;
import dev.zograf.tensor.GraphEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A GLIGEN with what it was told of boxes.
 *
 * @param boxes at most {@link #MOST}
 */
record GligenPatch(GligenModel model, List<Box> boxes) implements NetworkPatch {

    /** As many objects it was trained with; those that there are not count as a learned nothing. */
    static final int MOST = 30;

    private static final int SIDES = 4;
    private static final double TEMPERATURE = 100;

    /**
     * What stands where.
     *
     * @param text the pooled text, {@code [1, width]}
     * @param x of its left side in pixels of the latent
     * @param y of its upper side
     */
    record Box(FloatTensor text, int x, int y, int width, int height) {

        /** Left, top, right, bottom as shares of the picture. */
        private float[] sides(int[] shape) {
            float rows = shape[2];
            float columns = shape[3];
            return new float[] {x / columns, y / rows, (x + width) / columns, (y + height) / rows};
        }
    }

    GligenPatch {
        boxes = List.copyOf(boxes);
    }

    @Override
    public GraphEdit edit() {
        return model.edit();
    }

    @Override
    public boolean isForBothSides() {
        return true;
    }

    @Override
    public Map<String, HostTensor> inputs(Evaluation evaluation) {
        int[] shape = evaluation.shape();
        List<FloatTensor> texts = new ArrayList<>();
        float[] places = new float[MOST * GligenEdit.PLACE];
        float[] known = new float[MOST];
        for (int i = 0; i < boxes.size(); i++) {
            texts.add(boxes.get(i).text());
            waves(boxes.get(i).sides(shape), places, i * GligenEdit.PLACE);
            known[i] = 1;
        }
        texts.add(FloatTensor.zeros(MOST - boxes.size(), model.width()));
        int batch = evaluation.batch();
        return Map.of(
                "texts",
                FloatTensor.concat(0, texts).reshape(1, MOST, model.width()).repeatTo(batch),
                "places",
                FloatTensor.wrap(places, 1, MOST, GligenEdit.PLACE).repeatTo(batch),
                "known",
                FloatTensor.wrap(known, 1, MOST, 1).repeatTo(batch));
    }

    /** Fourier features (Mildenhall et al. 2020, section 5.1): for each frequency the sines of all sides, then their cosines. */
    private static void waves(float[] sides, float[] to, int from) {
        int frequencies = GligenEdit.PLACE / (2 * SIDES);
        int at = from;
        for (int i = 0; i < frequencies; i++) {
            float frequency = (float) Math.pow(TEMPERATURE, (float) i / frequencies);
            for (int side = 0; side < SIDES; side++) {
                float angle = frequency * sides[side];
                to[at + side] = (float) Math.sin(angle);
                to[at + SIDES + side] = (float) Math.cos(angle);
            }
            at += 2 * SIDES;
        }
    }
}
