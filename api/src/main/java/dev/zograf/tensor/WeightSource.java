package dev.zograf.tensor;

import java.util.NavigableSet;
import java.util.Optional;

/**
 * The tensors of a checkpoint by full name. Edits of a model (LoRA, another key layout, averaged weights) are decorators of this,
 * so that networks are written once.
 */
public interface WeightSource {

    /** The tensor of that name. */
    Optional<Weight> find(String name);

    /** All names, sorted. */
    NavigableSet<String> names();

    /** The file or edit as the user knows it, for messages. */
    String file();

    /** Equal for equal content: part of the key under which compiled networks are shared. */
    String fingerprint();
}
