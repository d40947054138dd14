package dev.zograf;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Where an engine's measurements go; {@code MicrometerMetrics} in {@code dev.zograf.metrics} is one. Every method of the recorder is
 * called by several threads at once, on threads of the engine, so it returns soon; what it throws is logged and harms no run.
 */
public interface EngineMetrics {

    /**
     * Called once for each engine that is built with this.
     *
     * @param state reads the engine's state, at any time until the recorder is closed
     * @throws IllegalArgumentException if this cannot measure one more engine; the engine is then not built
     */
    Recorder start(Supplier<EngineState> state);

    /** Is told what one engine does. */
    interface Recorder extends AutoCloseable {

        /**
         * A run has ended.
         *
         * @param outcome {@code done}, {@code failed}, {@code invalid} (a mistake of the caller) or {@code cancelled}
         */
        void runEnded(String outcome, Duration took);

        /**
         * A node has its result.
         *
         * @param type the node's type with its version
         * @param took what it took, without the wait for a thread
         */
        void nodeRan(String type, Duration took);

        /** The result of a node was there already. */
        void nodeCached(String type);

        /** A node failed. */
        void nodeFailed(String type);

        /**
         * A network has computed.
         *
         * @param network its name: {@code unet}
         * @param took what it took, without the wait for the device and the loading of its weights
         */
        void networkRan(String network, Duration took);

        /** The engine is closed: nothing is recorded any more. */
        @Override
        void close();
    }
}
