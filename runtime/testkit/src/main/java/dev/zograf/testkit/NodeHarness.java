package dev.zograf.testkit;

import dev.zograf.api.BuiltGraph;
import dev.zograf.api.Lazy;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.Subworkflow;
import dev.zograf.api.value.Image;
import dev.zograf.runtime.exec.FolderFiles;
import dev.zograf.runtime.exec.Guard;
import dev.zograf.runtime.exec.RunCancellation;
import dev.zograf.runtime.exec.TemporaryFiles;
import dev.zograf.runtime.node.Feed;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.NodeSchemaReader;
import dev.zograf.runtime.node.RecordBinder;
import dev.zograf.testkit.fake.FakeBody;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one node without an engine: give it its services yourself, then its record of inputs or values by name. Collects
 * progress, previews and warnings, and can cancel.
 *
 * <pre>{@code
 * var harness = NodeHarness.of(new InvertImage());
 * Image image = harness.run(Map.of("image", Samples.gradient(8, 8))).image();
 * }</pre>
 *
 * @param <I> the node's record of inputs
 * @param <O> the node's record of outputs
 */
public final class NodeHarness<I extends Record, O extends Record> {

    /** A report of progress, with its preview if there was one. */
    public record Step(int step, int total, Optional<Image> preview) {}

    private final Node<I, O> node;
    private final NodeSchema schema;
    private final RunCancellation cancellation = new RunCancellation();
    private final TemporaryFiles temporaries = new TemporaryFiles();
    private final List<Step> steps = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final List<Path> inputRoots = new ArrayList<>();
    private @Nullable Path outputRoot;
    private int cancelAfter = Integer.MAX_VALUE;
    private String workflow = "{}";
    private HarnessCalls calls = new HarnessCalls(List.of());

    private NodeHarness(Node<I, O> node) {
        this.node = node;
        this.schema = NodeSchemaReader.read(node.getClass());
    }

    /** A harness around a node. */
    public static <I extends Record, O extends Record> NodeHarness<I, O> of(Node<I, O> node) {
        return new NodeHarness<>(node);
    }

    /**
     * A harness around a new node of the class.
     *
     * @throws IllegalArgumentException if it needs a service that is not there
     */
    public static <I extends Record, O extends Record> NodeHarness<I, O> of(
            Class<? extends Node<I, O>> node, TestServices services) {
        return new NodeHarness<>(services.make(node));
    }

    /** The folder below which it may read. */
    public NodeHarness<I, O> input(Path folder) {
        inputRoots.add(folder);
        return this;
    }

    /** The folder below which it may write. */
    public NodeHarness<I, O> output(Path folder) {
        outputRoot = folder;
        return this;
    }

    /** What {@link RunContext#workflow()} gives. */
    public NodeHarness<I, O> workflow(String json) {
        workflow = json;
        return this;
    }

    /** The plugins whose nodes a graph that the node builds may have. They are made without services. */
    public NodeHarness<I, O> plugins(NodePlugin... plugins) {
        calls = new HarnessCalls(List.of(plugins));
        return this;
    }

    /** Cancels the run when progress is reported for this time, counted from 1; 0 cancels before it starts. */
    public NodeHarness<I, O> cancelAfter(int reports) {
        cancelAfter = reports;
        return this;
    }

    /** Cancels the run now, from whatever thread. */
    public void cancel() {
        cancellation.request();
    }

    /** Runs the node. */
    public O run(I in) throws Exception {
        if (cancelAfter == 0) {
            cancellation.request();
        }
        O out = node.run(in, new Context());
        RecordBinder.outputs(schema, out);
        return out;
    }

    /**
     * Runs the node on values by input, as a workflow would give them: defaults apply, ranges and choices are checked. A
     * {@link Lazy} is asked only if the node asks.
     */
    public O run(Map<String, ?> in) throws Exception {
        return run(bind(in));
    }

    /** The record of inputs of values by input. */
    @SuppressWarnings("unchecked") // the schema was read from this node
    public I bind(Map<String, ?> in) throws Exception {
        Map<String, Feed> feeds = new HashMap<>();
        for (Map.Entry<String, ?> entry : in.entrySet()) {
            if (schema.input(entry.getKey()).isEmpty()) {
                throw new IllegalArgumentException(schema.type() + " has no input \"" + entry.getKey() + "\"; it has "
                        + schema.inputNames() + ".");
            }
            feeds.put(entry.getKey(), new Feed.One(source(entry.getValue())));
        }
        return (I) RecordBinder.bind(schema, feeds);
    }

    private static Feed.Source source(Object value) {
        return value instanceof Lazy<?> lazy ? lazy::get : () -> value;
    }

    /** What the node says that its result depends on besides its inputs. */
    public String fingerprint(Map<String, ?> in) throws Exception {
        return node.fingerprint(bind(in), files());
    }

    /** The progress that was reported so far. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /** What the node warned of so far, each text once. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** The node's schema. */
    public NodeSchema schema() {
        return schema;
    }

    private RunFiles files() {
        return new FolderFiles(
                inputRoots, Optional.ofNullable(outputRoot), Set.of(), temporaries, cancellation, Guard.none());
    }

    private final class Context implements RunContext {

        private final RunFiles files = NodeHarness.this.files();

        @Override
        public String nodeId() {
            return "node";
        }

        @Override
        public void progress(int step, int total, @Nullable Supplier<Image> preview) {
            throwIfRequested();
            steps.add(new Step(step, total, Optional.ofNullable(preview).map(Supplier::get)));
            if (steps.size() >= cancelAfter) {
                cancellation.request();
            }
            throwIfRequested();
        }

        @Override
        public void warn(String text) {
            if (!warnings.contains(text)) {
                warnings.add(text);
            }
        }

        @Override
        public List<Map<String, Object>> callAll(Subworkflow body, List<? extends Map<String, ?>> inputs)
                throws Exception {
            throwIfRequested();
            return body instanceof FakeBody fake
                    ? inputs.stream().<Map<String, Object>>map(fake::call).toList()
                    : calls.callAll((BuiltGraph) body, inputs.size(), files, cancellation);
        }

        @Override
        public RunFiles files() {
            return files;
        }

        @Override
        public String workflow() {
            return workflow;
        }

        @Override
        public boolean requested() {
            return cancellation.requested();
        }

        @Override
        public Registration onRequest(Runnable action) {
            return cancellation.onRequest(action);
        }
    }
}
