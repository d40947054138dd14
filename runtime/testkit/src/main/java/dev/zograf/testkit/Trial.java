package dev.zograf.testkit;

import dev.zograf.api.Node;
import dev.zograf.runtime.node.RecordBinder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * One run of a node to judge it by, on a thread of its own, so that a node which hangs fails its test and does not hang it.
 *
 * @param outputs in the order of the schema; empty if it did not end well
 * @param failure what it threw
 * @param ended whether it came to an end in time
 */
record Trial(Optional<List<Object>> outputs, Optional<Throwable> failure, List<NodeHarness.Step> steps, boolean ended) {

    /** How a trial is run. */
    record Setting(List<Path> folders, Duration limit) {}

    /** Runs the node to its end. */
    static Trial run(Node<?, ?> node, Map<String, ?> in, Setting setting) {
        return run(node, in, setting, Integer.MAX_VALUE);
    }

    /** Runs the node; the run is cancelled at this report of progress, or before it starts if 0. */
    static Trial run(Node<?, ?> node, Map<String, ?> in, Setting setting, int cancelAfter) {
        NodeHarness<?, ?> harness = NodeHarness.of(node).cancelAfter(cancelAfter);
        return run(harness, in, setting, setting.limit().toMillis());
    }

    /** Runs the node and cancels it from outside after some milliseconds; from then on the limit counts. */
    static Trial cancelled(Node<?, ?> node, Map<String, ?> in, Setting setting, long after) {
        return run(NodeHarness.of(node), in, setting, after);
    }

    private static Trial run(NodeHarness<?, ?> harness, Map<String, ?> in, Setting setting, long before) {
        Path output = temporary();
        try {
            setting.folders().forEach(harness::input);
            harness.output(output);
            AtomicReference<List<Object>> outputs = new AtomicReference<>();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            CountDownLatch end = new CountDownLatch(1);
            Thread thread = new Thread(
                    () -> {
                        try {
                            outputs.set(RecordBinder.outputs(harness.schema(), harness.run(in)));
                        } catch (Throwable e) {
                            failure.set(e);
                        } finally {
                            end.countDown();
                        }
                    },
                    "node-under-test");
            thread.setDaemon(true);
            thread.start();
            boolean ended = end.await(before, TimeUnit.MILLISECONDS);
            if (!ended) {
                harness.cancel();
                ended = end.await(setting.limit().toMillis(), TimeUnit.MILLISECONDS)
                        && before < setting.limit().toMillis();
            }
            if (!ended) {
                thread.interrupt();
            }
            return new Trial(
                    Optional.ofNullable(outputs.get()), Optional.ofNullable(failure.get()), harness.steps(), ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The test was interrupted.", e);
        } finally {
            delete(output);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("zograf-trial");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("What the node wrote cannot be deleted; does it still hold it open?", e);
        }
    }

    /** The content of all outputs. */
    String digest() {
        return ValueDigest.of(outputs.orElse(List.of()));
    }
}
