package dev.zograf.runtime.exec;

import dev.zograf.runtime.plugin.OwnThreads;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one engine: a bounded number for nodes, and as many as are called at the same time for those who subscribe to
 * events, so that a slow subscriber holds up neither a node nor another one. Idle threads end after a second.
 */
final class EngineThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineThreads.class);

    /** Seconds that those who are told to stop have to return before their threads are interrupted. */
    private static final long PATIENCE = 10;

    /** Lazy inputs nest: each that asks for the next takes some frames. Only what is used of it is ever committed. */
    private static final long STACK = 64L << 20;

    private static final long IDLE_SECONDS = 1;
    private static final AtomicInteger ENGINES = new AtomicInteger();

    private final ThreadPoolExecutor nodes;
    private final ThreadPoolExecutor events;
    private final AtomicInteger age = new AtomicInteger();
    private final Set<Thread> ofNodes = ConcurrentHashMap.newKeySet();

    /**
     * No threads yet.
     *
     * @param count how many nodes may run at once, at least 1
     */
    EngineThreads(int count) {
        String name = "zograf-" + ENGINES.incrementAndGet();
        nodes =
                new ThreadPoolExecutor(
                        count,
                        count,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        new Factory(this, name + "-", STACK)) {
                    @Override
                    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
                        if (Thread.currentThread() instanceof Mine thread && thread.age < age.get()) {
                            throw new TooOldException();
                        }
                    }
                };
        nodes.allowCoreThreadTimeOut(true);
        events = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new Factory(this, name + "-events-", 0));
    }

    /**
     * Has each thread for nodes that exists now end after its task, and another take its place. A thread may hold what the code of a
     * plugin left in it, such as thread locals, and would keep the plugin's classes for as long as it lives.
     */
    void renew() {
        age.incrementAndGet();
    }

    ThreadPoolExecutor nodes() {
        return nodes;
    }

    ThreadPoolExecutor events() {
        return events;
    }

    /** Whether it is one of these threads. */
    boolean isMine(Thread thread) {
        return thread instanceof Mine mine && mine.owner == this;
    }

    /** Waits until the nodes have returned, then until subscribers have; who takes long is interrupted. */
    @Override
    public void close() {
        boolean interrupted = false;
        nodes.shutdown();
        for (boolean ended = false; !ended; ) {
            try {
                ended = ended(nodes);
                if (ended) {
                    joinNodes();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        events.shutdown();
        try {
            if (!interrupted && !ended(events) && !events.awaitTermination(PATIENCE, TimeUnit.SECONDS)) {
                LOG.warn("A subscriber to events does not return, even when interrupted; its thread stays.");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            events.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** A pool calls itself terminated while its last threads still return from it; who closes the engine finds none alive. */
    private void joinNodes() throws InterruptedException {
        for (Thread thread : ofNodes) {
            if (thread != Thread.currentThread()) {
                thread.join();
            }
        }
    }

    private static boolean ended(ExecutorService pool) throws InterruptedException {
        boolean ended = pool.awaitTermination(PATIENCE, TimeUnit.SECONDS);
        if (!ended) {
            pool.shutdownNow();
        }
        return ended;
    }

    private static final class Mine extends Thread {
        private final EngineThreads owner;
        private final int age;

        Mine(EngineThreads owner, Runnable task, String name, long stack) {
            super(null, task, name, stack);
            this.owner = owner;
            age = owner.age.get();
            setDaemon(true);
            setUncaughtExceptionHandler((thread, thrown) -> {
                ThreadGroup group = thread.getThreadGroup();
                if (!(thrown instanceof TooOldException) && group != null) {
                    group.uncaughtException(thread, thrown);
                }
            });
        }
    }

    /** How a thread is told to end. */
    private static final class TooOldException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooOldException() {
            super("The thread is replaced.", null, false, false);
        }
    }

    private static final class Factory implements ThreadFactory {
        private final EngineThreads owner;
        private final String prefix;
        private final long stack;
        private final AtomicInteger made = new AtomicInteger();

        Factory(EngineThreads owner, String prefix, long stack) {
            this.owner = owner;
            this.prefix = prefix;
            this.stack = stack;
        }

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = OwnThreads.make(() -> new Mine(owner, task, prefix + made.incrementAndGet(), stack));
            if (stack > 0) {
                owner.ofNodes.removeIf(old -> old.getState() == Thread.State.TERMINATED);
                owner.ofNodes.add(thread);
            }
            return thread;
        }
    }
}
