package dev.zograf.runtime.network;

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
