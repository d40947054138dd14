package dev.zograf.api.model;

import dev.zograf.api.PortType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;

/** How a denoiser is steered by its conditioning: not at all, or by classifier-free guidance, or by a plugin's own rule. */
@PortType("guider")
public interface Guider {

    /**
     * The network's output after guidance.
     *
     * @param x the scaled latent {@code [batch, channels, h, w]}
     * @throws dev.zograf.api.CancelledException if the run was cancelled
     */
    FloatTensor predict(Denoiser denoiser, FloatTensor x, NoiseLevel level, RunContext ctx);
}
