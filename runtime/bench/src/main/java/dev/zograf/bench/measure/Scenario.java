package dev.zograf.bench.measure;

import java.io.IOException;

/** Something to measure. */
public interface Scenario {

    /** What the command line calls it. */
    String name();

    /** What it measures, in one line. */
    String about();

    /** Whether it writes and needs a checkpoint of full size. */
    default boolean large() {
        return false;
    }

    /** Measures and reports. */
    void run(Workbench bench, Report report) throws IOException, InterruptedException;
}
