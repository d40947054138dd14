package dev.zograf.runtime.node;

import dev.zograf.api.Node;
import dev.zograf.api.RunContext;
import dev.zograf.runtime.plugin.Origin;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/**
 * A node type: what {@link dev.zograf.api.NodeType} and the two records say of it.
 *
 * @param doc one sentence or two, may be empty
 * @param effect whether it runs although nobody pulls its outputs
 * @param pure whether equal inputs give equal results
 * @param fingerprinted whether it overrides {@link Node#fingerprint}
 * @param prepared whether it overrides {@link Node#prepare}
 * @param inputRecord the constructor of its record of inputs, in the order of {@code inputs}
 * @param outputReaders the accessors of its record of outputs, in the order of {@code outputs}
 */
public record NodeSchema(
        String id,
        int version,
        String title,
        String category,
        String doc,
        boolean effect,
        boolean pure,
        boolean fingerprinted,
        boolean prepared,
        Class<? extends Node<?, ?>> nodeClass,
        List<PortSchema> inputs,
        List<PortSchema> outputs,
        Constructor<? extends Record> inputRecord,
        List<Method> outputReaders) {

    /** {@code id@version}, or the id alone of what has no version. */
    public String type() {
        return version == 0 ? id : id + "@" + version;
    }

    /** The type of a node that stands for a workflow: names and ports without a class behind them. */
    public static NodeSchema ofWorkflow(
            String id,
            String title,
            String doc,
            boolean effect,
            boolean pure,
            List<PortSchema> inputs,
            List<PortSchema> outputs) {
        try {
            return new NodeSchema(
                    id,
                    0,
                    title,
                    "",
                    doc,
                    effect,
                    pure,
                    false,
                    false,
                    Nothing.class,
                    inputs,
                    outputs,
                    Nothing.Ports.class.getDeclaredConstructor(),
                    List.of());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("A record has a canonical constructor.", e);
        }
    }

    /** The class of a node type that has none; never made. */
    private static final class Nothing implements Node<Nothing.Ports, Nothing.Ports> {
        record Ports() {}

        @Override
        public Ports run(Ports in, RunContext ctx) {
            throw new IllegalStateException("A workflow is called, not run as a node.");
        }
    }

    /** Which version of which plugin it comes from; empty for what is on the host's class path. */
    public String origin() {
        return Origin.of(nodeClass);
    }

    /** The input of that name. */
    public Optional<PortSchema> input(String name) {
        return find(inputs, name);
    }

    /** The output of that name. */
    public Optional<PortSchema> output(String name) {
        return find(outputs, name);
    }

    /** The place of an output, or -1. */
    public int outputIndex(String name) {
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The names of the inputs in order. */
    public List<String> inputNames() {
        return inputs.stream().map(PortSchema::name).toList();
    }

    /** The names of the outputs in order. */
    public List<String> outputNames() {
        return outputs.stream().map(PortSchema::name).toList();
    }

    private static Optional<PortSchema> find(List<PortSchema> ports, String name) {
        for (PortSchema port : ports) {
            if (port.name().equals(name)) {
                return Optional.of(port);
            }
        }
        return Optional.empty();
    }
}
