package dev.zograf.cli;

/** What a command tells the shell. */
final class ExitCode {

    static final int DONE = 0;
    /** The run failed for a reason that no other input or file would have mended. */
    static final int FAILED = 1;
    /** Bad usage, a bad workflow or a bad file. */
    static final int MISTAKE = 2;
    /** Cancelled, as shells count it: 128 plus the number of SIGINT. */
    static final int CANCELLED = 130;

    private ExitCode() {}
}
