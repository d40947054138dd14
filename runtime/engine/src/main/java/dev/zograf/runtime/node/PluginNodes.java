package dev.zograf.runtime.node;

import dev.zograf.api.Migration;
import dev.zograf.api.NodePlugin;
import dev.zograf.runtime.plugin.Breakage;
import dev.zograf.runtime.plugin.ContextLoader;
import dev.zograf.runtime.plugin.Plugin;
import dev.zograf.runtime.plugin.PluginDescriptor;
import dev.zograf.runtime.plugin.PluginDescriptor.NodeName;
import dev.zograf.runtime.plugin.PluginException;
import dev.zograf.runtime.plugin.PluginFailure;
import dev.zograf.runtime.plugin.PluginFailure.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The node types of one plugin, read when they are first needed: what its code offers and its descriptor lists. Where the two do not
 * agree, the node type is left out and reported. Thread-safe.
 */
public final class PluginNodes {

    private final Plugin plugin;
    private @Nullable Content content;

    /** What a plugin turned out to have. */
    record Content(Map<String, NodeSchema> schemas, List<Migration> migrations, List<PluginFailure> failures) {}

    /** The node types of a plugin, none of whose code runs yet. */
    public PluginNodes(Plugin plugin) {
        this.plugin = plugin;
    }

    /** The plugin. */
    public Plugin plugin() {
        return plugin;
    }

    /** Loads the plugin if need be, and says what is wrong with it. */
    public List<PluginFailure> load() {
        return content().failures();
    }

    /** Whether its code was loaded. */
    public synchronized boolean loaded() {
        return content != null;
    }

    synchronized Content content() {
        if (content == null) {
            content = new Reading(plugin).read();
        }
        return content;
    }

    /** What is known to be wrong with it without loading it. */
    synchronized List<PluginFailure> known() {
        return content == null ? List.of() : content.failures();
    }

    private static final class Reading {
        private final Plugin plugin;
        private final Map<String, NodeSchema> schemas = new LinkedHashMap<>();
        private final List<Migration> migrations = new ArrayList<>();
        private final List<PluginFailure> failures = new ArrayList<>();

        Reading(Plugin plugin) {
            this.plugin = plugin;
        }

        Content read() {
            try {
                plugin.load().forEach(this::read);
                plugin.descriptor().ifPresent(this::compare);
            } catch (PluginException e) {
                failures.add(e.failure());
            }
            return new Content(Map.copyOf(schemas), List.copyOf(migrations), List.copyOf(failures));
        }

        private void read(NodePlugin part) {
            String name = part.getClass().getName();
            try (ContextLoader context = ContextLoader.of(part.getClass())) {
                part.nodes().forEach(node -> add(name, node));
                migrations.addAll(part.migrations());
            } catch (RuntimeException | LinkageError e) {
                PluginFailure failure = Breakage.failure(name, "What says which nodes it has", e);
                failures.add(failure.without(
                        plugin.descriptor().map(PluginDescriptor::nodeIds).orElse(List.of())));
            }
        }

        private void add(String part, Class<?> nodeClass) {
            try {
                NodeSchema schema = NodeSchemaReader.read(nodeClass);
                NodeSchema first = schemas.putIfAbsent(schema.id(), schema);
                if (first != null) {
                    failures.add(PluginFailure.of(
                            Kind.DUPLICATE_NODE,
                            part,
                            "The node type " + schema.id() + " is there already, from "
                                    + first.nodeClass().getName() + ". Give one of them another id."));
                }
            } catch (BadNodeException e) {
                failures.add(PluginFailure.of(Kind.BAD_NODE, part, String.valueOf(e.getMessage())));
            } catch (RuntimeException | LinkageError e) {
                failures.add(Breakage.failure(part, nodeClass.getName(), e));
            }
        }

        private void compare(PluginDescriptor descriptor) {
            for (NodeSchema schema : List.copyOf(schemas.values())) {
                Optional<NodeName> listed = descriptor.nodes().stream()
                        .filter(node -> node.id().equals(schema.id()))
                        .findFirst();
                if (listed.isEmpty() || listed.get().version() != schema.version()) {
                    schemas.remove(schema.id());
                    String says = listed.isEmpty() ? "does not list it" : "lists " + listed.get();
                    failures.add(mismatch(
                            descriptor,
                            schema.id(),
                            "Its code has the node type " + schema.type() + ", and its descriptor " + says
                                    + "; write \"" + schema.type() + "\" in \"nodes\" of " + PluginDescriptor.FILE
                                    + "."));
                }
            }
            for (NodeName listed : descriptor.nodes()) {
                boolean reported = failures.stream().anyMatch(f -> f.nodes().contains(listed.id()));
                if (!schemas.containsKey(listed.id()) && !reported) {
                    failures.add(mismatch(
                            descriptor,
                            listed.id(),
                            "Its descriptor lists the node type " + listed
                                    + ", which its code does not offer; remove it from " + "\"nodes\" of "
                                    + PluginDescriptor.FILE + ", or add its class to nodes()."));
                }
            }
        }

        private PluginFailure mismatch(PluginDescriptor descriptor, String id, String message) {
            return PluginFailure.of(Kind.MISMATCH, descriptor.id(), message).without(List.of(id));
        }
    }
}
