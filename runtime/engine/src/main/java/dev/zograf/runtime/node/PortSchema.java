package dev.zograf.runtime.node;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/**
 * An input or output of a node type, from a record component.
 *
 * @param name the component's name
 * @param type inside of all wrappers; a class, or a type variable of a generic node
 * @param wrappers what stands around it, from the outside in; of an output at most {@link Wrapper#LIST}
 * @param initial the default, converted to the type; a list if the port is one
 * @param doc may be empty
 * @param min the least number, or minus infinity
 * @param max the greatest number, or infinity
 * @param step of a slider, or 0
 * @param multipleOf the divisor of an integer, or 0
 * @param choices the texts that it takes; empty if all
 * @param models the kind of model folder whose files are suggested, or empty
 */
public record PortSchema(
        String name,
        Type type,
        List<Wrapper> wrappers,
        Optional<Object> initial,
        String doc,
        double min,
        double max,
        double step,
        int multipleOf,
        List<String> choices,
        String models) {

    /** Whether a workflow must give it. */
    public boolean required() {
        return initial.isEmpty() && !wrappers.contains(Wrapper.OPTIONAL);
    }

    /** Whether it is computed only when asked for. */
    public boolean lazy() {
        return wrappers.contains(Wrapper.LAZY);
    }

    /** Whether it takes or gives several. */
    public boolean list() {
        return wrappers.contains(Wrapper.LIST);
    }

    /** What workflows call its type: {@code image}, {@code list of image}. */
    public String typeName() {
        return (list() ? "list of " : "") + PortTypes.name(type);
    }
}
