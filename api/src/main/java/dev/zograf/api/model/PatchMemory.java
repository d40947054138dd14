package dev.zograf.api.model;

import dev.zograf.api.value.FloatTensor;
import java.util.Map;

/**
 * What a {@link NetworkPatch} remembers from one evaluation of a network to the next: deep features that are used again (Ma et al. 2023,
 * "DeepCache"), how far an output has moved.
 *
 * <p>There is one for each series of evaluations: those of one sampling run that look at the same conditionings, the same part of the
 * picture and the same shapes, with the same other changes of the network. So what it keeps of one evaluation means the same at the next, but an evaluation may
 * be missing in between, see {@link Moment#call}. Changes, and is used by one thread at a time.
 */
public interface PatchMemory {

    /**
     * The patch to use at an evaluation; one that is not {@linkplain NetworkPatch#isActive active} then is left out. It may be asked for several times
     * before the evaluation takes place, or without that it does, and nothing but {@link #keep} changes the answer.
     */
    NetworkPatch at(Evaluation evaluation);

    /**
     * Takes note of an evaluation that took place.
     *
     * @param outputs the {@link NetworkPatch#outputs} of the patch that was used, by the edit's own names
     */
    void keep(Evaluation evaluation, Map<String, FloatTensor> outputs);
}
