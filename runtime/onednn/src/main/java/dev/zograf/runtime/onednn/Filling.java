package dev.zograf.runtime.onednn;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.javacpp.PointerScope;

/** Work on many weights, done by as many threads as there are cores, which end with it. */
final class Filling {

    /** What is done to one weight. */
    interface Work {
        void fill(Scratch scratch);
    }

    private Filling() {}

    /** Does all of it; the first failure ends it and is thrown. */
    static void all(List<Work> work) {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable some = () -> {
            Scratch scratch = new Scratch();
            OneDnn.stream();
            for (int i = next.getAndIncrement(); i < work.size() && failure.get() == null; i = next.getAndIncrement()) {
                try (PointerScope scope = new PointerScope()) {
                    work.get(i).fill(scratch);
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                }
            }
        };
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), work.size());
        Thread[] others = new Thread[Math.max(0, threads - 1)];
        for (int i = 0; i < others.length; i++) {
            others[i] = new Thread(
                    () -> {
                        // One core each: the others are as busy.
                        OpenMp.threads(1);
                        some.run();
                    },
                    "zograf-onednn-weights-" + i);
            others[i].setDaemon(true);
            others[i].setContextClassLoader(null);
            others[i].start();
        }
        some.run();
        boolean interrupted = false;
        for (Thread each : others) {
            while (each.isAlive()) {
                try {
                    each.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        }
        if (failure.get() instanceof Error e) {
            throw e;
        }
    }
}
