package dev.zograf;

import dev.zograf.runtime.trace.Trace;
import dev.zograf.runtime.trace.TraceFile;
import java.nio.file.Path;

/**
 * Records where the time of an engine's runs goes: nodes and their steps, networks that are loaded and run, waits for a device. Give it to
 * {@link ZografBuilder#profile}, and write it when the runs of interest are over. Thread-safe.
 */
public final class Profile {

    private final Trace trace;

    private Profile(Trace trace) {
        this.trace = trace;
    }

    /** A new profile. It costs about a microsecond for each span and keeps a million of them at most. */
    public static Profile create() {
        return new Profile(Trace.on(false));
    }

    /**
     * A new profile with each operator of the networks that ONNX Runtime computes, which makes these somewhat slower. Operators of a loaded
     * network are recorded until the profile is first written.
     */
    public static Profile withOperators() {
        return new Profile(Trace.on(true));
    }

    /**
     * Writes what was recorded until now, for chrome://tracing or Perfetto. The file is replaced whole or not at all; missing folders are
     * made.
     *
     * @throws dev.zograf.api.BadFileException if it cannot be written
     */
    public void write(Path file) {
        TraceFile.write(trace, file);
    }

    Trace trace() {
        return trace;
    }
}
