package dev.zograf.runtime.node;

import dev.zograf.api.Migration;
import dev.zograf.api.NodePlugin;
import dev.zograf.runtime.plugin.ClassPathPlugin;
import dev.zograf.runtime.plugin.Plugin;
import dev.zograf.runtime.plugin.PluginDescriptor;
import dev.zograf.runtime.plugin.PluginFailure;
import dev.zograf.runtime.plugin.PluginFailure.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The node types of an engine by id. A plugin with a descriptor is loaded when somebody asks for one of its types; one without at once. A
 * type that is broken or there already is left out and reported. What there is does not change. Thread-safe.
 */
public final class NodeRegistry {

    private final List<PluginNodes> plugins;
    private final List<PluginFailure> failures = new ArrayList<>();
    /** Who brings a type, loaded or not; of two the first. */
    private final Map<String, PluginNodes> owners = new TreeMap<>();

    private final Map<String, PluginNodes> portTypeOwners = new HashMap<>();
    private final LiveChoices live;

    private NodeRegistry(List<PluginNodes> plugins, List<PluginFailure> found, LiveChoices live) {
        this.plugins = List.copyOf(plugins);
        this.live = live;
        failures.addAll(found);
    }

    /** The node types of the plugins; of two with one id, the first is kept. */
    public static NodeRegistry of(List<? extends NodePlugin> plugins) {
        return of(
                plugins.stream()
                        .map(p -> new PluginNodes(ClassPathPlugin.given(p)))
                        .toList(),
                List.of(),
                LiveChoices.NONE);
    }

    /**
     * The node types of plugins, of two with one id that of the first.
     *
     * @param found plugins that were left out before
     * @param live knows what inputs take at this moment
     */
    public static NodeRegistry of(List<PluginNodes> plugins, List<PluginFailure> found, LiveChoices live) {
        NodeRegistry registry = new NodeRegistry(plugins, found, live);
        registry.plugins.forEach(registry::add);
        return registry;
    }

    private void add(PluginNodes nodes) {
        Optional<PluginDescriptor> descriptor = nodes.plugin().descriptor();
        Collection<String> ids = descriptor.isPresent()
                ? descriptor.get().nodeIds()
                : new TreeSet<>(nodes.content().schemas().keySet());
        for (String id : ids) {
            PluginNodes first = owners.putIfAbsent(id, nodes);
            if (first != null) {
                failures.add(PluginFailure.of(
                        Kind.DUPLICATE_NODE,
                        nodes.plugin().id(),
                        "The node type " + id + " is there already, from the plugin "
                                + first.plugin().id() + ", which comes first; remove one of the two."));
            }
        }
        descriptor.ifPresent(d -> d.portTypes().forEach(name -> portTypeOwners.putIfAbsent(name, nodes)));
    }

    /** The type of that id; its plugin is loaded if need be. */
    public Optional<NodeSchema> find(String id) {
        PluginNodes owner = owners.get(id);
        return owner == null
                ? Optional.empty()
                : Optional.ofNullable(owner.content().schemas().get(id));
    }

    /** The plugin that brings the type of that id. */
    public Optional<Plugin> plugin(String id) {
        return Optional.ofNullable(owners.get(id)).map(PluginNodes::plugin);
    }

    /** Why there is no such type, if a plugin that has or probably has it was left out. */
    public Optional<PluginFailure> leftOut(String id) {
        List<PluginFailure> all = failures();
        return all.stream()
                .filter(f -> f.nodes().contains(id))
                .findFirst()
                .or(() -> all.stream()
                        .filter(f -> f.nodes().isEmpty() && id.startsWith(f.plugin() + "."))
                        .findFirst());
    }

    /** All types, sorted by id; every plugin is loaded. */
    public Collection<NodeSchema> schemas() {
        List<NodeSchema> all = new ArrayList<>();
        owners.keySet().forEach(id -> find(id).ifPresent(all::add));
        return Collections.unmodifiableList(all);
    }

    /** The ids, sorted, also of types whose plugin will turn out to be broken. */
    public Collection<String> ids() {
        return Collections.unmodifiableSet(owners.keySet());
    }

    /** The class of a port type that some node has, by its name. Plugins are loaded until it is found. */
    public Optional<Class<?>> portType(String name) {
        List<PluginNodes> order = new ArrayList<>();
        Optional.ofNullable(portTypeOwners.get(name)).ifPresent(order::add);
        plugins.stream().filter(PluginNodes::loaded).forEach(order::add);
        order.addAll(plugins);
        for (PluginNodes nodes : order) {
            Class<?> type = portTypes(nodes).get(name);
            if (type != null) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private Map<String, Class<?>> portTypes(PluginNodes nodes) {
        Map<String, Class<?>> types = new LinkedHashMap<>();
        for (NodeSchema schema : nodes.content().schemas().values()) {
            if (owners.get(schema.id()) == nodes) {
                schema.inputs().forEach(port -> addPortType(port, types));
                schema.outputs().forEach(port -> addPortType(port, types));
            }
        }
        return types;
    }

    private static void addPortType(PortSchema port, Map<String, Class<?>> types) {
        if (port.type() instanceof Class<?> c && c != Object.class && !PortTypes.isScalar(c)) {
            types.putIfAbsent(PortTypes.name(c), c);
        }
    }

    /** The names of port types that some node has, sorted; every plugin is loaded. */
    public Collection<String> portTypeNames() {
        TreeSet<String> names = new TreeSet<>();
        plugins.forEach(nodes -> names.addAll(portTypes(nodes).keySet()));
        return Collections.unmodifiableSet(names);
    }

    /** How a node of that version becomes one of the next. */
    public Optional<Migration> migration(String id, int from) {
        PluginNodes owner = owners.get(id);
        return owner == null
                ? Optional.empty()
                : owner.content().migrations().stream()
                        .filter(m -> m.type().equals(id) && m.from() == from)
                        .findFirst();
    }

    /** What inputs take at this moment. */
    public LiveChoices live() {
        return live;
    }

    /** What was left out, as far as known: what is wrong with a plugin's code shows when it is loaded. */
    public List<PluginFailure> failures() {
        List<PluginFailure> all = new ArrayList<>(failures);
        plugins.forEach(nodes -> all.addAll(nodes.known()));
        return List.copyOf(all);
    }
}
