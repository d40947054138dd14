package dev.zograf.runtime.lock;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Spi;
import dev.zograf.runtime.digest.Sha256;
import dev.zograf.runtime.graph.WorkflowGraph;
import dev.zograf.runtime.graph.WorkflowInputs;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.lock.LockFile.LockedFile;
import dev.zograf.runtime.lock.LockFile.LockedModel;
import dev.zograf.runtime.lock.LockFile.LockedPlugin;
import dev.zograf.runtime.model.ModelRoots;
import dev.zograf.runtime.node.NodeRegistry;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.plugin.PluginInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds out what a workflow needs. Reads every model file once, whole. */
public final class Locker {

    private final NodeRegistry registry;
    private final ModelRoots models;
    private final TreeSet<String> types = new TreeSet<>();
    private final Map<String, LockedPlugin> plugins = new TreeMap<>();
    private final Map<String, LockedModel> locked = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private Locker(NodeRegistry registry, ModelRoots models) {
        this.registry = registry;
        this.models = models;
    }

    /**
     * What came of it.
     *
     * @param lock not to be used if there are problems
     * @param problems models that cannot be told before the workflow runs, or are not there
     */
    public record Locked(LockFile lock, List<Problem> problems) {}

    /**
     * Locks a workflow.
     *
     * @param inputs its inputs as far as their values are known
     */
    public static Locked lock(WorkflowGraph graph, WorkflowInputs inputs, NodeRegistry registry, ModelRoots models) {
        Locker locker = new Locker(registry, models);
        locker.add(graph, Optional.of(inputs));
        LockFile lock = new LockFile(
                Spi.VERSION,
                Sha256.of(graph.content().getBytes(StandardCharsets.UTF_8)),
                List.copyOf(locker.types),
                List.copyOf(locker.plugins.values()),
                List.copyOf(locker.locked.values()));
        return new Locked(lock, List.copyOf(locker.problems));
    }

    /** @param inputs of the graph; empty of a body, whose inputs are known only when it runs */
    private void add(WorkflowGraph graph, Optional<WorkflowInputs> inputs) {
        for (String id : graph.order()) {
            graph.bodies(id).forEach(body -> add(body.graph(), Optional.empty()));
            if (graph.body(id).isEmpty()) {
                NodeSchema schema = graph.schema(id);
                types.add(schema.type());
                registry.plugin(schema.id()).ifPresent(plugin -> add(PluginInfo.of(plugin)));
                for (PortSchema port : schema.inputs()) {
                    if (!port.models().isEmpty()) {
                        models(id, port, Optional.ofNullable(graph.in(id).get(port.name())), inputs);
                    }
                }
            }
        }
    }

    private void add(PluginInfo plugin) {
        Map<String, String> jars = new TreeMap<>();
        plugin.jars().forEach(jar -> jars.put(jar.name(), jar.sha256()));
        plugins.put(plugin.id(), new LockedPlugin(plugin.id(), plugin.version(), jars));
    }

    private void models(String node, PortSchema port, Optional<Value> given, Optional<WorkflowInputs> inputs) {
        if (given.isEmpty()) {
            port.initial().ifPresent(initial -> model(port.models(), initial, Place.NONE));
        } else if (given.get() instanceof Value.Several several) {
            several.values().forEach(value -> models(node, port, Optional.of(value), inputs));
        } else if (given.get() instanceof Value.Literal literal) {
            model(port.models(), literal.value(), literal.at());
        } else if (given.get() instanceof Value.Reference reference) {
            Optional<Object> value =
                    reference.isInput() ? inputs.flatMap(known -> known.value(reference.port())) : Optional.empty();
            if (value.isPresent()) {
                model(port.models(), value.get(), reference.at());
            } else {
                problems.add(Problem.at(
                        reference.at(),
                        "Which model \"" + port.name() + "\" of the node \"" + node
                                + "\" names is known only when the workflow runs, so it cannot be locked.",
                        reference.isInput()
                                ? "Give the input a value with --set, or a default."
                                : "Write the model's name there, or make it an input of the workflow."));
            }
        }
    }

    private void model(String kind, Object name, Place at) {
        for (Object one : name instanceof List<?> several ? several : List.of(name)) {
            String key = kind + "/" + one;
            if (!locked.containsKey(key)) {
                try {
                    locked.put(key, new LockedModel(kind, String.valueOf(one), files(kind, String.valueOf(one))));
                } catch (BadFileException e) {
                    problems.add(Problem.at(at, String.valueOf(e.getMessage()), ""));
                }
            }
        }
    }

    private Map<String, LockedFile> files(String kind, String name) {
        Map<String, LockedFile> files = new TreeMap<>();
        for (Map.Entry<String, Path> file : models.files(kind, name).entrySet()) {
            try {
                files.put(file.getKey(), new LockedFile(Files.size(file.getValue()), Sha256.of(file.getValue())));
            } catch (IOException e) {
                throw new BadFileException(name, "Its file " + file.getKey() + " cannot be read: " + e.getMessage(), e);
            }
        }
        return files;
    }
}
