package dev.zograf.cli;

import dev.zograf.WorkflowException;
import dev.zograf.api.BadFileException;
import dev.zograf.api.CancelledException;
import dev.zograf.api.InvalidInputException;
import java.io.PrintWriter;

/** What a failed command says, in one message, and its exit code. */
final class Failure {

    private Failure() {}

    /** Says what went wrong; with its stack trace only if wanted. */
    static int report(Console console, Throwable failure, boolean verbose) {
        int code = code(failure);
        console.say("zograf: " + message(failure, code));
        if (verbose) {
            PrintWriter err = console.err();
            failure.printStackTrace(err);
            err.flush();
        } else if (code == ExitCode.FAILED) {
            console.say("zograf: --verbose shows where this comes from.");
        }
        return code;
    }

    private static int code(Throwable failure) {
        if (failure instanceof WorkflowException e) {
            return switch (e.kind()) {
                case INVALID -> ExitCode.MISTAKE;
                case FAILED -> ExitCode.FAILED;
                case CANCELLED -> ExitCode.CANCELLED;
            };
        }
        if (failure instanceof CancelledException) {
            return ExitCode.CANCELLED;
        }
        return failure instanceof BadFileException
                        || failure instanceof InvalidInputException
                        || failure instanceof UsageException
                ? ExitCode.MISTAKE
                : ExitCode.FAILED;
    }

    private static String message(Throwable failure, int code) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        if (code == ExitCode.CANCELLED) {
            return "cancelled.";
        }
        return code == ExitCode.FAILED && !(failure instanceof WorkflowException)
                ? failure.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message)
                : message;
    }
}
