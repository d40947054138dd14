package dev.zograf.nodes.loaders;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;

/** The summary of a prompt that some networks are told beside its tokens. */
final class PooledText {

    private PooledText() {}

    /**
     * That of a conditioning.
     *
     * @throws InvalidInputException if it has none, or a number of them that does not go with the batch
     */
    static FloatTensor of(Conditioning part, int batch) {
        FloatTensor pooled = part.get(Conditioning.POOLED)
                .orElseThrow(() -> new InvalidInputException(
                        "positive",
                        "This model needs the pooled text too, and the conditioning has none: use the text encoder of the same"
                                + " model."));
        if (pooled.dim(0) != 1 && pooled.dim(0) != batch) {
            throw new InvalidInputException(
                    "positive",
                    "There are " + pooled.dim(0) + " pooled texts for " + batch
                            + " latents: give one prompt, or one for each.");
        }
        return pooled;
    }
}
