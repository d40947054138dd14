package dev.zograf;

import dev.zograf.runtime.wire.Engine;

/** What an engine keeps in memory so that later runs are quicker. Freeing it changes no result. Thread-safe. */
public final class Memory {

    private final Engine engine;

    Memory(Engine engine) {
        this.engine = engine;
    }

    /** Unloads the networks that no run is using at this moment. */
    public void unloadModels() {
        engine.networks().releaseIdle();
    }

    /** Forgets the results of nodes. */
    public void forgetResults() {
        engine.cache().clear();
    }
}
