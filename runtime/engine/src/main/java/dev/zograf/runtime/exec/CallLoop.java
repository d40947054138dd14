package dev.zograf.runtime.exec;

import dev.zograf.api.Cancellation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs the calls that a node makes at once, on the thread of the node, with the crew's help. The thread does whatever is ready in any
 * of them and waits only when all that is left is being worked on elsewhere. Of many calls only some are open at a time.
 */
final class CallLoop {

    /** Starts the call of that number; its execution raises the signal. */
    interface Start {
        Execution call(int number, Signal signal) throws Exception;
    }

    private final RunScope run;
    private final Signal signal = new Signal();
    private final Deque<Execution> open = new ArrayDeque<>();

    CallLoop(RunScope run) {
        this.run = run;
    }

    /**
     * Runs as many calls.
     *
     * @param result takes what came out of a call that ended
     * @param progress is told how many have ended
     * @return the results in order
     */
    <T> List<T> run(int calls, Start start, Function<Execution, T> result, Consumer<Integer> progress)
            throws Exception {
        int window = run.shared.threads() == 1 ? 1 : 2 * run.shared.threads();
        List<T> results = new ArrayList<>(calls);
        int next = 0;
        try (Cancellation.Registration registration = run.cancellation.onRequest(signal::raise)) {
            while (results.size() < calls) {
                run.cancellation.throwIfRequested();
                Execution first = open.peek();
                if (first != null && first.complete()) {
                    results.add(result.apply(first));
                    run.crew.remove(open.remove());
                    first.free();
                    progress.accept(results.size());
                } else if (open.size() < window && next < calls) {
                    Execution call = start.call(next++, signal);
                    open.add(call);
                    run.crew.add(call);
                    call.begin(open.size() == 1);
                } else if (!workOnReady()) {
                    signal.await();
                }
            }
        } finally {
            open.forEach(run.crew::remove);
        }
        return results;
    }

    private boolean workOnReady() {
        for (Execution call : open) {
            if (call.workOnReady()) {
                return true;
            }
        }
        return false;
    }
}
