package dev.zograf.api.model;

import dev.zograf.api.PortType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import java.util.List;

/**
 * An encoder of pictures and one of texts that were trained together, so that a picture lies near the texts that describe it, such as
 * CLIP (Radford et al. 2021). Immutable.
 */
@PortType("dual-encoder")
public interface DualEncoder {

    /** What embeds pictures; its features always have an embedding. */
    ImageEncoder images();

    /**
     * The places of texts in the space that texts and pictures share, not normalised: {@code [texts, embedding]}.
     *
     * @throws dev.zograf.api.InvalidInputException if there is no text
     * @throws dev.zograf.api.CancelledException if the run was cancelled
     */
    FloatTensor embed(List<String> texts, RunContext ctx);

    /** What a cosine is multiplied by before a softmax over texts or pictures: the model's learned inverse temperature, above 0. */
    double logitScale();
}
