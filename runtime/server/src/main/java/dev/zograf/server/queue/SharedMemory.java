package dev.zograf.server.queue;

import dev.zograf.EngineState;
import dev.zograf.Zograf;
import java.util.HashSet;
import java.util.Set;

/** Frees what the engine keeps for later runs when a client asks for it: at once, and what runs use then when they have ended. Thread-safe. */
public final class SharedMemory {

    private final Zograf engine;
    private final JobQueue queue;
    private final Set<String> using = new HashSet<>();
    private boolean models;
    private boolean results;

    /** Frees nothing by itself. */
    public SharedMemory(Zograf engine, JobQueue queue) {
        this.engine = engine;
        this.queue = queue;
    }

    /**
     * Frees memory.
     *
     * @param networks whether networks are unloaded
     * @param values whether the results of nodes are forgotten
     */
    public synchronized void free(boolean networks, boolean values) {
        using.clear();
        queue.running().forEach(run -> using.add(run.ticket().id()));
        models = networks;
        results = values;
        apply();
    }

    /** A job has ended, and uses nothing any more. */
    synchronized void ended(String job) {
        if (using.remove(job)) {
            apply();
        }
    }

    private void apply() {
        EngineState before = engine.state();
        if (models) {
            engine.memory().unloadModels();
        }
        if (results) {
            engine.memory().forgetResults();
        }
        if ((models && before.modelBytes() > 0) || (results && before.cacheBytes() > 0)) {
            // The system gets pages back only when Java's collector has seen that they are free.
            System.gc();
        }
    }
}
