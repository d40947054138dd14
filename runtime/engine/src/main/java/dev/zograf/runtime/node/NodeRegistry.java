package dev.zograf.runtime.node;

import dev.zograf.api.Migration;
import dev.zograf.api.NodePlugin;
import dev.zograf.runtime.plugin.PluginFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The node types of an engine by id. A type that is broken or there already is left out and reported. Immutable. */
public final class NodeRegistry {

    private final Map<String, NodeSchema> schemas = new TreeMap<>();
    private final Map<String, Migration> migrations = new HashMap<>();
    private final Map<String, Class<?>> portTypes = new TreeMap<>();
    private final List<PluginFailure> failures = new ArrayList<>();

    private NodeRegistry() {}

    /** The node types of the plugins; of two with one id, the first is kept. */
    public static NodeRegistry of(List<? extends NodePlugin> plugins) {
        NodeRegistry registry = new NodeRegistry();
        for (NodePlugin plugin : plugins) {
            String name = plugin.getClass().getName();
            try {
                plugin.nodes().forEach(node -> registry.add(name, node));
                plugin.migrations().forEach(registry::add);
            } catch (RuntimeException | LinkageError e) {
                registry.failures.add(new PluginFailure(name, "It does not say what it has: " + e, Optional.of(e)));
            }
        }
        return registry;
    }

    private void add(String plugin, Class<?> nodeClass) {
        try {
            NodeSchema schema = NodeSchemaReader.read(nodeClass);
            NodeSchema first = schemas.putIfAbsent(schema.id(), schema);
            if (first != null) {
                failures.add(new PluginFailure(
                        plugin,
                        "The node type " + schema.id() + " is there already, from "
                                + first.nodeClass().getName() + ".",
                        Optional.empty()));
                return;
            }
            schema.inputs().forEach(this::addPortType);
            schema.outputs().forEach(this::addPortType);
        } catch (RuntimeException | LinkageError e) {
            failures.add(new PluginFailure(plugin, String.valueOf(e.getMessage()), Optional.of(e)));
        }
    }

    private void add(Migration migration) {
        migrations.putIfAbsent(migration.type() + "@" + migration.from(), migration);
    }

    private void addPortType(PortSchema port) {
        if (port.type() instanceof Class<?> c && !PortTypes.isScalar(c)) {
            portTypes.putIfAbsent(PortTypes.name(c), c);
        }
    }

    /** The type of that id. */
    public Optional<NodeSchema> find(String id) {
        return Optional.ofNullable(schemas.get(id));
    }

    /** All types, sorted by id. */
    public Collection<NodeSchema> schemas() {
        return Collections.unmodifiableCollection(schemas.values());
    }

    /** The ids, sorted. */
    public Collection<String> ids() {
        return Collections.unmodifiableSet(schemas.keySet());
    }

    /** The class of a port type that some node has, by its name. */
    public Optional<Class<?>> portType(String name) {
        return Optional.ofNullable(portTypes.get(name));
    }

    /** The names of port types that some node has, sorted. */
    public Collection<String> portTypeNames() {
        return Collections.unmodifiableSet(portTypes.keySet());
    }

    /** How a node of that version becomes one of the next. */
    public Optional<Migration> migration(String id, int from) {
        return Optional.ofNullable(migrations.get(id + "@" + from));
    }

    /** What was left out. */
    public List<PluginFailure> failures() {
        return Collections.unmodifiableList(failures);
    }
}
