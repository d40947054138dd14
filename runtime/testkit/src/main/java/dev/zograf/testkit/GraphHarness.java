package dev.zograf.testkit;

import dev.zograf.Outputs;
import dev.zograf.RunEvent;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.ZografBuilder;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.Subworkflow;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortTypes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Runs a small graph in an engine of its own, which is closed afterwards: the text of a workflow, or nodes by id with values. Nothing is
 * cached, so that every node runs.
 *
 * <pre>{@code
 * GraphHarness.Result result = GraphHarness.of(InvertImage.class)
 *         .node("once", "acme.invert@1", Map.of("image", Samples.gradient(8, 8)))
 *         .node("twice", "acme.invert@1", Map.of("image", Subworkflow.link("once", "image")))
 *         .output("image", Subworkflow.link("twice", "image"))
 *         .run();
 * }</pre>
 */
public final class GraphHarness {

    /** What came of a run. */
    public record Result(Outputs outputs, List<RunEvent> events) {

        /** An output. */
        public <T> T get(String name, Class<T> type) {
            return outputs.get(name, type);
        }

        /** The ids of the nodes that ran to their end, in the order in which they did. */
        public List<String> ran() {
            return events.stream()
                    .filter(RunEvent.NodeFinished.class::isInstance)
                    .map(event -> ((RunEvent.NodeFinished) event).node())
                    .toList();
        }
    }

    private final ZografBuilder builder = Zograf.builder().cacheBytes(0).threads(2);
    private final Map<String, Object> nodes = new LinkedHashMap<>();
    private final Map<String, Map<String, ?>> given = new LinkedHashMap<>();
    private final Map<String, Object> outputs = new LinkedHashMap<>();

    private GraphHarness(NodePlugin... plugins) {
        builder.nodePlugins(plugins);
    }

    /** With these node classes, besides the plugins on the class path. */
    public static GraphHarness of(Class<?>... nodes) {
        return new GraphHarness(new NodePlugin() {
            @Override
            public List<? extends Class<?>> nodes() {
                return List.of(nodes);
            }
        });
    }

    /** With these plugins, besides those on the class path. */
    public static GraphHarness of(NodePlugin... plugins) {
        return new GraphHarness(plugins);
    }

    /** A service of the host that nodes may take. */
    public <T> GraphHarness service(Class<T> type, T service) {
        builder.service(type, service);
        return this;
    }

    /** A folder below which the run may read. */
    public GraphHarness input(Path folder) {
        builder.input(folder);
        return this;
    }

    /** The folder below which the run may write. */
    public GraphHarness output(Path folder) {
        builder.output(folder);
        return this;
    }

    /** Folders with models. */
    public GraphHarness models(Path... roots) {
        builder.models(roots);
        return this;
    }

    /**
     * Adds a node.
     *
     * @param in texts, numbers and booleans, values of any port type, links, and lists of these
     */
    public GraphHarness node(String id, String type, Map<String, ?> in) {
        given.put(id, in);
        nodes.put(id, type);
        return this;
    }

    /** Makes an output of a node one of the graph. */
    public GraphHarness output(String name, Subworkflow.Link from) {
        outputs.put(name, reference(from));
        return this;
    }

    /**
     * Runs the nodes that were added.
     *
     * @throws dev.zograf.WorkflowException with everything that is wrong with the graph, or if a node fails
     */
    public Result run() {
        try (Zograf zograf = builder.build()) {
            Map<String, Object> values = new LinkedHashMap<>();
            Map<String, Object> inputs = new LinkedHashMap<>();
            Map<String, Object> written = new LinkedHashMap<>();
            given.forEach((id, in) -> {
                Map<String, Object> ports = new LinkedHashMap<>();
                in.forEach((port, value) ->
                        ports.put(port, json(zograf, String.valueOf(nodes.get(id)), port, value, inputs, values)));
                written.put(id, Map.of("type", String.valueOf(nodes.get(id)), "in", ports));
            });
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("zograf", 1);
            file.put("inputs", inputs);
            file.put("nodes", written);
            file.put("outputs", outputs);
            return run(zograf, JsonText.write(file), values);
        }
    }

    /**
     * Runs the text of a workflow.
     *
     * @param inputs values of its inputs, of any port type
     * @throws dev.zograf.WorkflowException with everything that is wrong with it, or if a node fails
     */
    public Result run(String workflow, Map<String, ?> inputs) {
        try (Zograf zograf = builder.build()) {
            return run(zograf, workflow, inputs);
        }
    }

    private static Result run(Zograf zograf, String json, Map<String, ?> inputs) {
        Workflow workflow = zograf.read(json);
        for (Map.Entry<String, ?> input : inputs.entrySet()) {
            workflow = workflow.with(input.getKey(), input.getValue());
        }
        List<RunEvent> events = new CopyOnWriteArrayList<>();
        Outputs outputs = zograf.run(workflow, events::add);
        return new Result(outputs, List.copyOf(events));
    }

    /** As a file has it; what a file cannot have becomes an input of the workflow. */
    private static Object json(
            Zograf zograf,
            String type,
            String port,
            Object value,
            Map<String, Object> inputs,
            Map<String, Object> values) {
        if (value instanceof Subworkflow.Link link) {
            return reference(link);
        }
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof List<?> several) {
            List<Object> all = new ArrayList<>();
            several.forEach(each -> all.add(json(zograf, type, port, each, inputs, values)));
            return all;
        }
        String name = "value" + values.size();
        values.put(name, value);
        inputs.put(name, Map.of("type", portType(zograf, type, port)));
        return Map.of("from", "inputs." + name);
    }

    private static String portType(Zograf zograf, String type, String port) {
        for (NodeSchema schema : zograf.nodes()) {
            if (schema.type().equals(type) && schema.input(port).isPresent()) {
                return PortTypes.name(schema.input(port).get().type());
            }
        }
        throw new IllegalArgumentException("There is no node type " + type + " with an input " + port + ".");
    }

    private static Map<String, Object> reference(Subworkflow.Link link) {
        return Map.of("from", link.node() + "." + link.output());
    }
}
