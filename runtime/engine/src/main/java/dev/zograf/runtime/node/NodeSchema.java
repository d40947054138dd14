package dev.zograf.runtime.node;

import dev.zograf.api.Node;
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
        Class<? extends Node<?, ?>> nodeClass,
        List<PortSchema> inputs,
        List<PortSchema> outputs,
        Constructor<? extends Record> inputRecord,
        List<Method> outputReaders) {

    /** {@code id@version}. */
    public String type() {
        return id + "@" + version;
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
