package dev.zograf.api.model;

import dev.zograf.api.value.FloatTensor;

/**
 * A change of the mask of what is repainted, at each evaluation of a sampling run: differential diffusion, a mask that grows on the way.
 * A plugin ships one by handing it to {@link Denoiser#withMaskEdit}. Immutable.
 */
@FunctionalInterface
public interface MaskEdit {

    /**
     * The mask at a level.
     *
     * @param mask {@code [batch, 1, h, w]} in latent pixels, 1 is repainted and 0 is kept, as the edits before this one left it
     * @param level how noisy the latent is
     * @param steps the whole run
     * @return a mask of the same shape
     */
    FloatTensor edit(FloatTensor mask, NoiseLevel level, Steps steps);
}
