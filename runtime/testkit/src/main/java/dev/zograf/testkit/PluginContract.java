package dev.zograf.testkit;

import dev.zograf.api.Migration;
import dev.zograf.api.NodePlugin;
import dev.zograf.runtime.node.BadNodeException;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.NodeSchemaReader;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The rules of a plugin: those of {@link NodeContract} for each node, migrations without gaps, a descriptor that says what there is. */
public final class PluginContract {

    private final NodePlugin plugin;
    private final Map<Class<?>, NodeContract> nodes = new LinkedHashMap<>();

    PluginContract(NodePlugin plugin) {
        this.plugin = plugin;
        plugin.nodes().forEach(node -> nodes.put(node, NodeContract.of(node)));
    }

    /**
     * Says what a node needs to run: {@code node(LoadPalette.class, it -> it.input(folder).with("file", "warm.json"))}.
     *
     * @throws IllegalArgumentException if the plugin has no such node
     */
    public PluginContract node(Class<?> node, Consumer<NodeContract> needs) {
        NodeContract contract = nodes.get(node);
        if (contract == null) {
            throw new IllegalArgumentException(
                    plugin.getClass().getSimpleName() + " has no node class " + node.getName() + ".");
        }
        needs.accept(contract);
        return this;
    }

    /** A service that all nodes may take in their constructors. */
    public <T> PluginContract service(Class<T> type, T service) {
        nodes.values().forEach(node -> node.service(type, service));
        return this;
    }

    /**
     * Checks the plugin.
     *
     * @throws AssertionError with everything that is wrong
     */
    public void verify() {
        Complaints complaints = new Complaints(plugin.getClass().getSimpleName());
        complaints.unless(!nodes.isEmpty(), "it has no nodes");
        Garbage garbage = new Garbage();
        List<Complaints> ofNodes =
                nodes.values().stream().map(node -> node.check(garbage)).toList();
        garbage.check();
        ofNodes.forEach(complaints::addAll);
        Map<String, NodeSchema> schemas = new TreeMap<>();
        for (Class<?> node : plugin.nodes()) {
            try {
                NodeSchema schema = NodeSchemaReader.read(node);
                complaints.unless(
                        schemas.put(schema.id(), schema) == null, "two of its nodes are called " + schema.id());
            } catch (BadNodeException e) {
                // said by the contract of the node
            }
        }
        checkMigrations(schemas, complaints);
        DescriptorRules.check(plugin, schemas.values(), complaints);
        complaints.fail();
    }

    private void checkMigrations(Map<String, NodeSchema> schemas, Complaints complaints) {
        Set<String> steps = new HashSet<>();
        for (Migration migration : plugin.migrations()) {
            String step = migration.type() + " from " + migration.from() + " to " + migration.to();
            complaints.unless(steps.add(migration.type() + "@" + migration.from()), "it has two migrations of " + step);
            NodeSchema schema = schemas.get(migration.type());
            if (schema == null) {
                complaints.add("it migrates " + migration.type() + ", which it does not have");
            } else {
                complaints.unless(
                        migration.to() <= schema.version(),
                        "it migrates " + step + ", and the node is version " + schema.version());
                if (migration.to() == schema.version()) {
                    checkLast(migration, schema, step, complaints);
                }
            }
        }
        for (NodeSchema schema : schemas.values()) {
            for (int from = 1; from < schema.version(); from++) {
                complaints.unless(
                        steps.contains(schema.id() + "@" + from),
                        "nothing brings " + schema.id() + " from version " + from + " to " + (from + 1)
                                + ", so older workflows cannot be run; add Migration.of(\"" + schema.id() + "\", "
                                + from
                                + ", " + (from + 1) + ")");
            }
        }
    }

    /** The last step must lead to ports that there are. */
    private static void checkLast(Migration migration, NodeSchema schema, String step, Complaints complaints) {
        for (Migration.Edit edit : migration.edits()) {
            Optional<String> input = Optional.empty();
            if (edit instanceof Migration.Rename rename) {
                input = Optional.of(rename.to());
            } else if (edit instanceof Migration.Set set) {
                input = Optional.of(set.input());
            } else if (edit instanceof Migration.RenameOutput rename) {
                complaints.unless(
                        schema.output(rename.to()).isPresent(),
                        "the migration of " + step + " leads to an output " + rename.to() + "; there is "
                                + schema.outputNames());
            }
            input.filter(name -> schema.input(name).isEmpty())
                    .ifPresent(name -> complaints.add("the migration of " + step + " leads to an input " + name
                            + "; there is " + schema.inputNames()));
        }
    }
}
