package dev.zograf.runtime.exec;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * The threads that help with the calls of a run, beside those on which nodes call. What is ready lies with the calls, and only as
 * many helpers as there are threads stand in the queue of the engine: a call that ends leaves nothing there.
 */
final class Crew {

    private final RunScope run;
    private final Queue<Execution> calls = new ConcurrentLinkedQueue<>();
    private final Semaphore idle;

    /** Helpers for all threads but the one that calls. */
    Crew(RunScope run, int threads) {
        this.run = run;
        idle = new Semaphore(threads - 1);
    }

    void add(Execution call) {
        calls.add(call);
    }

    void remove(Execution call) {
        calls.remove(call);
    }

    /** Something is ready: a thread that has nothing to do shall do it. */
    void wake() {
        if (idle.tryAcquire()) {
            run.execute(this::help);
        }
    }

    /** Does one piece of work and goes to the end of the queue, so that other runs have their turn. */
    private void help() {
        try {
            for (Execution call : calls) {
                if (call.workOnReady()) {
                    break;
                }
            }
        } finally {
            idle.release();
        }
        for (Execution call : calls) {
            if (call.hasReady()) {
                wake();
                break;
            }
        }
    }
}
