package dev.zograf.api.model;

import dev.zograf.api.PortType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.List;

/** How a denoiser is steered by its conditioning: not at all, or by classifier-free guidance, or by a plugin's own rule. */
@PortType("guider")
public interface Guider {

    /**
     * The network's output after guidance, with what it was made from.
     *
     * @param x the scaled latent {@code [batch, channels, h, w]}
     * @throws dev.zograf.api.CancelledException if the run was cancelled
     */
    Guided predict(Denoiser denoiser, FloatTensor x, Moment moment, RunContext ctx);

    /**
     * The same guider, asking the network for the negative side also where its scale does not need it; for samplers that
     * {@linkplain Sampler#needsUnconditional use it}.
     */
    default Guider withNegative() {
        return this;
    }

    /** The conditionings that it leads to, for edits of guidance; none if it has no such notion. */
    default List<Conditioning> positive() {
        return List.of();
    }

    /** The conditionings that it leads away from; none if it has no such notion. */
    default List<Conditioning> negative() {
        return List.of();
    }
}
