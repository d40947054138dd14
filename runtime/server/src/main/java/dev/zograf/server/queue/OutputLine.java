package dev.zograf.server.queue;

import dev.zograf.Run;
import dev.zograf.RunEvent;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Hands the outputs of a run, as they come, from the threads of nodes to the one that makes files of them, so that no node waits for a
 * picture to be written.
 */
final class OutputLine implements Consumer<RunEvent> {

    private final Consumer<RunEvent> next;
    private final BlockingQueue<Optional<RunEvent.OutputReady>> line = new LinkedBlockingQueue<>();

    /**
     * An empty line.
     *
     * @param next is told of everything else
     */
    OutputLine(Consumer<RunEvent> next) {
        this.next = next;
    }

    @Override
    public void accept(RunEvent event) {
        if (event instanceof RunEvent.OutputReady ready) {
            line.add(Optional.of(ready));
        } else {
            next.accept(event);
        }
    }

    /** Ends the line when the run has ended. */
    void endsWith(Run run) {
        run.result().whenComplete((outputs, failure) -> line.add(Optional.empty()));
    }

    /** The next output, waiting for it; empty when there is no further one. */
    Optional<RunEvent.OutputReady> take() throws InterruptedException {
        return line.take();
    }
}
