package dev.zograf.cli;

import java.io.PrintWriter;

/** Where a command speaks: results to stdout, everything else to stderr. */
final class Console {

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;

    /**
     * A console.
     *
     * @param terminal whether stderr is a terminal, so that a line on it can be redrawn
     */
    Console(PrintWriter out, PrintWriter err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** A line of the result. */
    void print(String line) {
        out.println(line);
        out.flush();
    }

    /** Text of the result that ends its lines itself. */
    void printText(String text) {
        out.print(text);
        out.flush();
    }

    /** A line on what is going on. */
    void say(String line) {
        err.println(line);
        err.flush();
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    boolean terminal() {
        return terminal;
    }
}
