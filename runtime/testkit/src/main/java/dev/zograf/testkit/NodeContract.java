package dev.zograf.testkit;

import dev.zograf.api.NodePlugin;
import dev.zograf.runtime.node.BadNodeException;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.NodeSchemaReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules that a node keeps so that the engine, editors and people can use it. Its schema is read, and it is run on inputs that are
 * made up from the schema: it must say what it does, keep its inputs as they are, give equal results for equal inputs, in another
 * instance and in several threads at once, stop when it is cancelled, and hold nothing of a run that is over. All that is wrong is
 * said at once.
 *
 * <pre>{@code
 * NodeContract.verify(InvertImage.class);
 * NodeContract.of(LoadPalette.class).input(folder).with("file", "warm.json").verify();
 * }</pre>
 */
public final class NodeContract {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Class<?> nodeClass;
    private final Map<String, Object> given = new LinkedHashMap<>();
    private final List<Path> folders = new ArrayList<>();
    private TestServices services = TestServices.fakes();
    private Duration limit = PATIENCE;
    private boolean runs = true;

    private NodeContract(Class<?> nodeClass) {
        this.nodeClass = nodeClass;
    }

    /**
     * Checks a node class on made-up inputs, with fakes for the engine's services.
     *
     * @throws AssertionError with everything that is wrong
     */
    public static void verify(Class<?> nodeClass) {
        of(nodeClass).verify();
    }

    /**
     * Checks a plugin: all its node classes, its migrations and its descriptor.
     *
     * @throws AssertionError with everything that is wrong
     */
    public static void verify(NodePlugin plugin) {
        of(plugin).verify();
    }

    /** A check of a node class, to be told what it needs to run. */
    public static NodeContract of(Class<?> nodeClass) {
        return new NodeContract(nodeClass);
    }

    /** A check of a plugin, to be told what its nodes need to run. */
    public static PluginContract of(NodePlugin plugin) {
        return new PluginContract(plugin);
    }

    /** The value of an input in all runs, in place of one that is made up. */
    public NodeContract with(String input, Object value) {
        given.put(input, value);
        return this;
    }

    /** A service that the node takes in its constructor. */
    public <T> NodeContract service(Class<T> type, T service) {
        services = services.with(type, service);
        return this;
    }

    /** A folder below which it may read. */
    public NodeContract input(Path folder) {
        folders.add(folder);
        return this;
    }

    /** How long a run on sample inputs may take, and how long it may go on once it is cancelled; 5 s if this is not said. */
    public NodeContract cancelWithin(Duration bound) {
        limit = bound;
        return this;
    }

    /**
     * Reads the schema and does not run the node.
     *
     * @param reason why, and which test runs it instead; it cannot be empty
     */
    public NodeContract schemaOnly(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("Say why the node is not run, and what runs it instead.");
        }
        runs = false;
        return this;
    }

    /**
     * Checks the node.
     *
     * @throws AssertionError with everything that is wrong
     */
    public void verify() {
        Garbage garbage = new Garbage();
        Complaints complaints = check(garbage);
        garbage.check();
        complaints.fail();
    }

    /** @param garbage takes what runs leave behind; it complains of what is held later */
    Complaints check(Garbage garbage) {
        NodeSchema schema;
        try {
            schema = NodeSchemaReader.read(nodeClass);
        } catch (BadNodeException e) {
            Complaints unread = new Complaints(nodeClass.getSimpleName());
            unread.add(String.valueOf(e.getMessage()));
            return unread;
        }
        Complaints complaints = new Complaints(schema.type());
        SchemaRules.check(schema, complaints);
        given.keySet().stream()
                .filter(name -> schema.input(name).isEmpty())
                .forEach(name ->
                        complaints.add("the test gives it an input \"" + name + "\"; it has " + schema.inputNames()));
        if (runs && complaints.isEmpty()) {
            SampleInputs samples = new SampleInputs(schema, given, services);
            new BehaviourRules(schema, services, samples, new Trial.Setting(folders, limit), complaints, garbage)
                    .check();
        } else if (runs) {
            complaints.add("it was not run, because of this");
        }
        return complaints;
    }
}
