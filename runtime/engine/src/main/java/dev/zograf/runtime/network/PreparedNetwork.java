package dev.zograf.runtime.network;

import java.util.Optional;

/** A network that can be loaded at any time, again and again; holds nothing native. */
public interface PreparedNetwork {

    /** About how many bytes it takes while it is loaded. */
    long bytes();

    /** How many of them are mapped from files, so that the system can take them back; 0 if it does not know. */
    default long mappedBytes() {
        return 0;
    }

    /** Whether its weights stay as they are stored although nobody asked for that, because they would take too much memory otherwise. */
    default boolean isMadeSmall() {
        return false;
    }

    /**
     * Below how many bytes of working memory a run of it is so small that cores gain little from sharing it, and it may run beside others and
     * beside itself; 0 if it always runs alone.
     */
    default long runsAtOnceBelow() {
        return 0;
    }

    /** Whether its weights are larger than what is free on a device that has memory of its own. */
    default boolean lacks(Device device) {
        return false;
    }

    /** The least that {@link #within} can be asked for; {@link #bytes} if it cannot be loaded in parts. */
    default long leastBytes() {
        return bytes();
    }

    /**
     * The same network, which loads a part of its weights after another at each run and gives it up again: slower, with the same numbers.
     *
     * @param bytes how many bytes of weights may be loaded at a time, on the processor
     * @return empty if that is too few, or if the backend has nothing of the kind
     */
    default Optional<PreparedNetwork> within(long bytes) {
        return Optional.empty();
    }

    /**
     * Loads it; the caller closes it.
     *
     * @throws dev.zograf.api.BadFileException if a file of its weights has changed since
     * @throws UnsupportedNetworkException if the graph has something that cannot be computed after all
     */
    LoadedNetwork load();

    /** Loads it on one of the backend's devices. */
    default LoadedNetwork load(Device device) {
        return load();
    }
}
