package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Guider;

/** A guider that knows its conditionings before it runs, so that what does not fit the model is said at once. */
interface CheckedGuider extends Guider {

    /** How many pictures the prompts ask for. */
    int batch();

    /** How many channels are put behind the latent's own. */
    int extraChannels();
}
