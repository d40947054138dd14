package dev.zograf.cli;

/** Shows how far a run is. Called by several threads. */
interface Progress extends AutoCloseable {

    /** A node has done {@code step} of {@code total}. */
    void step(String node, int step, int total);

    /** A node is done. */
    void finished(String node);

    /** Ends the display, whatever came of the run. */
    @Override
    void close();

    /** The display that fits where stderr goes. */
    static Progress on(Console console, boolean silent) {
        if (silent) {
            return new Silence();
        }
        return console.terminal() ? new ProgressBars() : new ProgressLines(console);
    }

    /** Shows nothing. */
    final class Silence implements Progress {
        @Override
        public void step(String node, int step, int total) {}

        @Override
        public void finished(String node) {}

        @Override
        public void close() {}
    }
}
