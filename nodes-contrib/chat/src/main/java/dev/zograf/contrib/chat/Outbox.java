package dev.zograf.contrib.chat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes out for one answer, one call after another, on threads that several answers share. Progress keeps a pace, because services
 * count how often a message is edited. Thread-safe.
 */
public final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Executor threads;
    private final long pace;
    private final LongSupplier nanos;
    private final Deque<Runnable> posts = new ArrayDeque<>();
    private boolean sending;
    private Optional<Long> last = Optional.empty();

    /**
     * An empty one.
     *
     * @param threads what sends
     * @param pace the least time from one call to progress
     * @param nanos the clock, as {@link System#nanoTime}
     */
    public Outbox(Executor threads, Duration pace, LongSupplier nanos) {
        this.threads = threads;
        this.pace = pace.toNanos();
        this.nanos = nanos;
    }

    /** Makes a call in its turn; what it throws is logged. */
    public synchronized void post(Runnable call) {
        posts.add(call);
        if (!sending) {
            sending = true;
            try {
                threads.execute(this::send);
            } catch (RejectedExecutionException e) {
                LOG.warn("An answer was lost, because the bot has signed off.");
            }
        }
    }

    /** Makes a call if nothing else is under way and the last one is long enough ago. */
    public synchronized void progress(Runnable call) {
        if (!sending && last.filter(then -> nanos.getAsLong() - then < pace).isEmpty()) {
            post(call);
        }
    }

    private void send() {
        while (true) {
            Runnable next;
            synchronized (this) {
                if (posts.isEmpty()) {
                    sending = false;
                    return;
                }
                next = posts.remove();
            }
            try {
                next.run();
            } catch (RuntimeException e) {
                LOG.warn("A chat service did not take an answer: {}", e.getMessage());
            }
            synchronized (this) {
                last = Optional.of(nanos.getAsLong());
            }
        }
    }
}
