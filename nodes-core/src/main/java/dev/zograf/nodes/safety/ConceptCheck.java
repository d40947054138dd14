package dev.zograf.nodes.safety;

import dev.zograf.api.BadFileException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;

/**
 * The judgement of Stable Diffusion's safety checker (described by Rando et al. 2022, "Red-Teaming the Stable Diffusion Safety Filter"): a
 * picture is flagged if its embedding is nearer to one of some concepts than that concept's threshold. Where it is near to one of the
 * concepts for special care, the others count a hundredth stricter.
 */
final class ConceptCheck {

    private static final double STRICTER = 0.01;
    private static final int MOST = 1 << 12;

    private final float[][] concepts;
    private final float[] thresholds;
    private final float[][] special;
    private final float[] specialThresholds;

    /**
     * From the tensors of a checker.
     *
     * @throws BadFileException if one is missing or of another shape
     */
    ConceptCheck(Weights weights) {
        concepts = rows(weights, "concept_embeds");
        thresholds = row(weights, "concept_embeds_weights", concepts.length);
        special = rows(weights, "special_care_embeds");
        specialThresholds = row(weights, "special_care_embeds_weights", special.length);
        if (special[0].length != concepts[0].length) {
            throw new BadFileException(weights.file(), "Its two lists of concepts are of different widths.");
        }
    }

    private static Weight need(Weights weights, String name) {
        return weights.find(name)
                .orElseThrow(() -> new BadFileException(
                        weights.file(),
                        "There is no \"" + name + "\", so this is no safety checker of Stable Diffusion."));
    }

    private static float[][] rows(Weights weights, String name) {
        Weight weight = need(weights, name);
        long[] shape = weight.shape();
        if (shape.length != 2 || shape[0] < 1 || shape[0] > MOST || shape[1] < 1 || shape[1] > MOST) {
            throw new BadFileException(
                    weights.file(), weight + " is no list of concepts: [concepts, width] is needed.");
        }
        float[] all = WeightData.floats(weight);
        float[][] out = new float[(int) shape[0]][(int) shape[1]];
        for (int i = 0; i < out.length; i++) {
            System.arraycopy(all, i * out[i].length, out[i], 0, out[i].length);
        }
        return out;
    }

    private static float[] row(Weights weights, String name, int size) {
        Weight weight = need(weights, name);
        if (weight.size() != size) {
            throw new BadFileException(
                    weights.file(), weight + " has not a threshold for each of " + size + " concepts.");
        }
        return WeightData.floats(weight);
    }

    /** How wide the embeddings are that it judges. */
    int width() {
        return concepts[0].length;
    }

    /**
     * Whether one embedding is flagged.
     *
     * @param stricter added to each likeness; 0 is as published
     */
    boolean flags(FloatTensor rows, int row, double stricter) {
        double adjustment = stricter;
        for (int i = 0; i < special.length; i++) {
            if (exceeds(cosine(rows, row, special[i]) - specialThresholds[i] + adjustment)) {
                adjustment = stricter + STRICTER;
            }
        }
        for (int i = 0; i < concepts.length; i++) {
            if (exceeds(cosine(rows, row, concepts[i]) - thresholds[i] + adjustment)) {
                return true;
            }
        }
        return false;
    }

    /** The original rounds to three digits before it compares. */
    private static boolean exceeds(double score) {
        return Math.rint(score * 1000) > 0;
    }

    private static double cosine(FloatTensor rows, int row, float[] concept) {
        double product = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < concept.length; i++) {
            double value = rows.at(row * concept.length + i);
            product += value * concept[i];
            left += value * value;
            right += (double) concept[i] * concept[i];
        }
        return product / Math.max(Math.sqrt(left * right), 1e-12);
    }
}
