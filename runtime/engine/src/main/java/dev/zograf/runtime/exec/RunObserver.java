package dev.zograf.runtime.exec;

import dev.zograf.api.value.Image;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Is told what happens in a run. Called from several threads; what concerns one node comes in order, and a node's start comes
 * after the end of those before it. Must not throw. By default nobody cares.
 */
public interface RunObserver {

    /** So many nodes are planned, of which so many must run. */
    default void planned(int nodes, int toRun) {}

    /** A node starts, for the given reason. */
    default void started(String node, String type, String why) {}

    /** A node made progress. The preview is valid during the call. */
    default void progress(String node, int step, int total, @Nullable Supplier<Image> preview) {}

    /** A node warns, or warned when a result was made that is now taken. May say the same more than once. */
    default void warned(String node, String text) {}

    /** The result of a node was there already. */
    default void cached(String node, String type, String why) {}

    /** The thread that started a node is done with it, whatever came of it. */
    default void left(String node) {}

    /** A node has its result. */
    default void finished(String node, String type, String why, Duration took) {}

    /** A node is left out, since an input that it needs came to nothing. It may have started. */
    default void skipped(String node, String type, String why) {}

    /** An output of the workflow has its value, or {@link dev.zograf.runtime.node.Absent}. */
    default void output(String name, Object value) {}

    /** A node failed, and with it the run. */
    default void failed(String node, String type, Throwable cause) {}
}
