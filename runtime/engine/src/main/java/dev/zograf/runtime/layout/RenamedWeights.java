package dev.zograf.runtime.layout;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;

/** Tensors of a file under other names. */
final class RenamedWeights extends WeightTable {

    /**
     * None yet.
     *
     * @param part what the tensors are for, so that those of one file are told apart
     */
    RenamedWeights(WeightSource from, String part) {
        super(from.file(), from.fingerprint() + "|" + part);
    }

    /** Adds a tensor under another name. */
    void add(String name, Weight weight) {
        put(name, WeightViews.named(weight, name));
    }
}
