package dev.zograf;

import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Models;
import dev.zograf.runtime.exec.FolderFiles;
import dev.zograf.runtime.exec.RunCancellation;
import dev.zograf.runtime.graph.GraphChecker;
import dev.zograf.runtime.graph.WorkflowGraph;
import dev.zograf.runtime.graph.WorkflowInputs;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.lock.Locker;
import dev.zograf.runtime.node.FileMigration;
import dev.zograf.runtime.node.LiveChoices;
import dev.zograf.runtime.node.NodeRegistry;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.WorkflowSchema;
import dev.zograf.runtime.plan.Plan;
import dev.zograf.runtime.plan.Planner;
import dev.zograf.runtime.plugin.PluginFailure;
import dev.zograf.runtime.wire.Engine;
import dev.zograf.runtime.wire.Generation;
import dev.zograf.runtime.wire.RuntimeModule;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine: reads workflows and runs them. Several in one JVM share nothing but the threads on which networks compute; within one, runs
 * share results and models. Thread-safe. {@link #close()} cancels what runs and frees everything.
 */
public final class Zograf implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Zograf.class);

    private final Engine engine;
    private final List<Path> inputRoots;
    private final Optional<Path> outputRoot;
    private final List<Consumer<RunEvent>> listeners;
    private final boolean trustsInputs;
    private final Optional<Policy> enginePolicy;
    private final Optional<EngineMetrics.Recorder> recorder;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> freed = new CompletableFuture<>();

    Zograf(ZografBuilder builder) {
        engine = RuntimeModule.start(builder.settings());
        inputRoots = List.copyOf(builder.inputRoots);
        outputRoot = Optional.ofNullable(builder.outputRoot);
        listeners = List.copyOf(builder.listeners);
        trustsInputs = builder.trustsInputs;
        enginePolicy = Optional.ofNullable(builder.policy);
        recorder = builder.metrics.map(this::measure);
        engine.failures().forEach(failure -> LOG.warn("Left out: {}", failure));
    }

    private EngineMetrics.Recorder measure(EngineMetrics metrics) {
        try {
            EngineMetrics.Recorder started = metrics.start(this::state);
            engine.networks().observe(started::networkRan);
            return started;
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /** An engine with the defaults, from which a builder may depart. */
    public static ZografBuilder builder() {
        return new ZografBuilder();
    }

    /**
     * Reads and checks a workflow file.
     *
     * @throws WorkflowException with all problems, if there are any
     */
    public Workflow read(Path file) {
        open();
        return workflow(WorkflowText.of(file), Optional.of(file));
    }

    /**
     * Reads and checks a workflow.
     *
     * @param json the text of a workflow file
     * @throws WorkflowException with all problems, if there are any
     */
    public Workflow read(String json) {
        open();
        return workflow(json, Optional.empty());
    }

    private Workflow workflow(String json, Optional<Path> file) {
        Generation generation = engine.plugins().current();
        WorkflowSource.Checked checked = WorkflowSource.check(json, file, generation.registry());
        WorkflowGraph graph = checked.graph().orElseThrow(() -> WorkflowException.invalid(checked.problems()));
        return new Workflow(new CheckedFile(graph, generation, engine.plugins()), Map.of(), Optional.empty());
    }

    /**
     * The workflow of a painting, its inputs set.
     *
     * @throws WorkflowException with all problems, if a value is out of range
     */
    public Workflow read(Painting painting) {
        return painting.read(this);
    }

    /** Everything that is wrong with a workflow file, in the file's order; empty if it can be run. */
    public List<Problem> check(Path file) {
        open();
        try {
            return WorkflowSource.check(WorkflowText.of(file), Optional.of(file), engine.registry())
                    .problems();
        } catch (WorkflowException e) {
            return e.problems();
        }
    }

    /** Everything that is wrong with the text of a workflow file, in its order; empty if it can be run. */
    public List<Problem> check(String json) {
        open();
        return WorkflowSource.check(json, Optional.empty(), engine.registry()).problems();
    }

    /** Everything that is wrong with a workflow and the values of its inputs; empty if it can be run. */
    public List<Problem> check(Workflow workflow) {
        open();
        GraphChecker.Checked checked = GraphChecker.check(workflow.file(), engine.registry(), workflow.values());
        return checked.graph().map(enforcement(workflow)::problems).orElse(checked.problems());
    }

    /** What the workflow's policy refuses before anything runs, whatever its inputs are. */
    public List<Problem> refusals(Workflow workflow) {
        open();
        GraphChecker.Checked checked = GraphChecker.check(workflow.file(), engine.registry());
        return checked.graph().map(enforcement(workflow)::problems).orElse(checked.problems());
    }

    private Enforcement enforcement(Workflow workflow) {
        return new Enforcement(workflow.policy().or(() -> enginePolicy));
    }

    /**
     * Brings the nodes of a workflow file to their current versions.
     *
     * @param json the text of a workflow file
     * @throws WorkflowException with all problems if it is no workflow or a node cannot be migrated
     */
    public Migrated migrate(String json) {
        open();
        FileMigration.Migrated migrated = FileMigration.migrate(json, engine.registry());
        if (!migrated.problems().isEmpty()) {
            throw WorkflowException.invalid(migrated.problems());
        }
        return new Migrated(migrated.text(), migrated.changes());
    }

    /**
     * Runs a workflow and waits for the end. If the waiting thread is interrupted, the run is cancelled.
     *
     * @throws WorkflowException if the inputs do not fit, the run failed or was cancelled
     */
    public Outputs run(Workflow workflow) {
        return start(workflow, event -> {}).join();
    }

    /**
     * As {@link #run(Workflow)}.
     *
     * @param listener is told what happens, one event at a time, on threads of the engine or on this one
     */
    public Outputs run(Workflow workflow, Consumer<RunEvent> listener) {
        return start(workflow, listener).join();
    }

    /**
     * Starts a workflow and returns at once.
     *
     * @throws WorkflowException if the inputs do not fit
     */
    public Run start(Workflow workflow) {
        return start(workflow, event -> {});
    }

    /**
     * Starts a workflow and returns at once.
     *
     * @param listener is told what happens, one event at a time, on threads of the engine or on this one
     * @throws WorkflowException if the inputs do not fit
     */
    public Run start(Workflow workflow, Consumer<RunEvent> listener) {
        open();
        Generation generation = engine.plugins().enter();
        try {
            return start(workflow, listener, generation);
        } catch (RuntimeException | Error e) {
            engine.plugins().leave(generation);
            throw e;
        }
    }

    private Run start(Workflow workflow, Consumer<RunEvent> listener, Generation generation) {
        List<Problem> problems = new ArrayList<>();
        WorkflowGraph graph = filled(workflow, generation);
        WorkflowInputs inputs =
                WorkflowInputs.of(graph.file(), generation.registry(), workflow.values(), true, problems);
        RunCancellation cancellation = new RunCancellation();
        Enforcement policy = enforcement(workflow);
        policy.check(graph);
        RunFiles files = new FolderFiles(
                policy.inputs(inputRoots),
                policy.output(outputRoot),
                policy.trustsInputs(trustsInputs) ? trust(workflow) : Set.of(),
                engine.temporaries(),
                cancellation,
                policy.guard());
        Plan plan = Planner.plan(graph, inputs, engine.factory(), files);
        List<Consumer<RunEvent>> all = new ArrayList<>(listeners);
        recorder.map(RunMeasure::new).ifPresent(all::add);
        all.add(listener);
        EventStory story = new EventStory(engine.executor().events());
        EventSender events = new EventSender(all, story);
        Supplier<String> text = workflow::toJson;
        CompletableFuture<Map<String, Object>> run = engine.executor()
                .start(plan, generation.registry(), files, policy.guard(), text, engine.traced(events), cancellation);
        policy.watch(run, cancellation);
        CompletableFuture<Outputs> result = run.whenComplete((outputs, thrown) -> engine.ended(generation, thrown))
                .handle((outputs, thrown) -> {
                    if (thrown == null) {
                        events.finish();
                        return new Outputs(outputs);
                    }
                    WorkflowException failure =
                            policy.refusal(thrown).orElseGet(() -> RunFailures.of(thrown, graph.flat()));
                    events.fail(failure);
                    throw failure;
                });
        return new Run(cancellation, result, story);
    }

    /** The graph with its inputs set; without any it is the graph that was checked when the workflow was read. */
    private static WorkflowGraph filled(Workflow workflow, Generation generation) {
        if (!workflow.wanted().isEmpty()) {
            return WorkflowSource.part(workflow, generation.registry());
        }
        if (workflow.inputs().isEmpty()) {
            return workflow.checked().graph(generation);
        }
        GraphChecker.Checked checked =
                GraphChecker.refill(workflow.checked().graph(generation), generation.registry(), workflow.values());
        return checked.graph().orElseThrow(() -> WorkflowException.invalid(checked.problems()));
    }

    /** What the host passed as text may be any path, and a model that lies there may be opened. */
    private Set<String> trust(Workflow workflow) {
        Set<String> texts = new HashSet<>();
        for (Object value : workflow.values().values()) {
            if (value instanceof String text && !text.isBlank()) {
                texts.add(text);
                try {
                    Path path = Path.of(text);
                    if (Files.exists(path)) {
                        engine.models().allow(path);
                    }
                } catch (InvalidPathException e) {
                    // a text that is no path
                }
            }
        }
        return texts;
    }

    /**
     * What the workflow needs, with the values that its inputs have: reads all its model files whole.
     *
     * @throws WorkflowException if a model is not there, or is known only when the workflow runs
     */
    public WorkflowLock lock(Workflow workflow) {
        open();
        trust(workflow);
        NodeRegistry registry = engine.registry();
        WorkflowInputs inputs =
                WorkflowInputs.of(workflow.file(), registry, workflow.values(), false, new ArrayList<>());
        Locker.Locked locked = Locker.lock(workflow.checked().graph(), inputs, registry, engine.models());
        if (!locked.problems().isEmpty()) {
            throw WorkflowException.invalid(locked.problems());
        }
        return new WorkflowLock(locked.lock());
    }

    /** The node types that there are, sorted by id. */
    public List<NodeSchema> nodes() {
        return List.copyOf(engine.registry().schemas());
    }

    /** What inputs of nodes take at this moment: the models that there are, what sources of choices list. */
    public LiveChoices choices() {
        return engine.registry().live();
    }

    /**
     * The JSON Schema (draft 2020-12) of workflow files with the node types that there are, for editors; every plugin is loaded.
     *
     * @return JSON text
     */
    public String workflowSchema() {
        open();
        return JsonText.write(WorkflowSchema.of(engine.registry()));
    }

    /** The model files that there are. */
    public Models models() {
        return engine.models();
    }

    /** The plugins: what there is, and how to change that while the engine runs. */
    public Plugins plugins() {
        open();
        return new Plugins(engine.plugins());
    }

    /** Plugins and node types that were left out, and why, as far as known: a plugin's code is loaded when it is needed. */
    public List<PluginFailure> failures() {
        return engine.failures();
    }

    private void open() {
        if (closed.get()) {
            throw new IllegalStateException("The engine is closed.");
        }
    }

    /** Whether it has not been closed. */
    public boolean isOpen() {
        return !closed.get();
    }

    /** What the engine does and holds at this moment. */
    public EngineState state() {
        return new EngineState(
                engine.executor().runs(),
                engine.executor().activeNodes(),
                engine.executor().queuedNodes(),
                engine.cache().bytes(),
                engine.networks().loadedBytes(),
                engine.networks().loaded());
    }

    /** What it keeps in memory for later runs, to be freed. */
    public Memory memory() {
        open();
        return new Memory(engine);
    }

    /**
     * Cancels what runs, waits for it, and frees everything; a second call waits for the first. Called on a thread of the engine
     * itself, such as by a listener or a stage of a result, it cannot wait: then it cancels and returns at once, and everything is
     * freed when the caller has returned.
     */
    @Override
    public void close() {
        boolean first = closed.compareAndSet(false, true);
        if (engine.executor().isOnOwnThread()) {
            if (first) {
                Thread closer = new Thread(this::free, "zograf-close");
                closer.setDaemon(true);
                closer.start();
            }
        } else if (first) {
            free();
        } else {
            freed.join();
        }
    }

    private void free() {
        try {
            engine.close();
            recorder.ifPresent(EngineMetrics.Recorder::close);
        } finally {
            freed.complete(null);
        }
    }
}
