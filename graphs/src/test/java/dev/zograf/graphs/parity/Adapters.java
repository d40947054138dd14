package dev.zograf.graphs.parity;

import dev.zograf.Outputs;
import java.util.Map;

/** What a case adds to a plain pipeline between the prompts and the sampling. */
interface Adapters {

    /** Nothing. */
    Adapters NONE = new Adapters() {};

    /** Values of the workflow's inputs that {@link #add} declares. */
    default Map<String, Object> inputs() {
        return Map.of();
    }

    /** The side of the pictures where the call does not say it; 0 is the model's own. */
    default int side(String name) {
        return 0;
    }

    /** Puts nodes behind the prompts. */
    default void add(PipelineText workflow) {}

    /** Compares what only such a case has. */
    default void compare(Sd15Comparison comparison, Outputs outputs) {}
}
