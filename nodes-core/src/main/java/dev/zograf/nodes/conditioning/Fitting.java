package dev.zograf.nodes.conditioning;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;

/** What two conditionings need to go together. */
final class Fitting {

    private Fitting() {}

    static void sameWidth(String input, Conditioning first, Conditioning second) {
        int width = first.tokens().dim(2);
        if (second.tokens().dim(2) != width) {
            throw new InvalidInputException(
                    input,
                    "The conditionings are " + width + " and " + second.tokens().dim(2)
                            + " wide: encode both with the text encoder of the same model.");
        }
    }

    /** As many entries as the other one, if it has more. */
    static FloatTensor repeated(String input, FloatTensor tensor, FloatTensor like) {
        if (tensor.dim(0) >= like.dim(0)) {
            return tensor;
        }
        if (like.dim(0) % tensor.dim(0) != 0) {
            throw new InvalidInputException(
                    input,
                    "There are " + tensor.dim(0) + " and " + like.dim(0)
                            + " prompts: give as many on both sides, or one.");
        }
        return tensor.repeatTo(like.dim(0));
    }
}
