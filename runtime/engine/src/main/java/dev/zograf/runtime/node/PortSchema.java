package dev.zograf.runtime.node;

import dev.zograf.api.ChoiceSource;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/**
 * An input or output of a node type, from a record component.
 *
 * @param name the component's name
 * @param type inside of all wrappers; a class, or a type variable of a generic node; {@code Object} for values by name of any type
 * @param wrappers what stands around it, from the outside in; of an output {@link Wrapper#OPTIONAL}, {@link Wrapper#LIST} or both
 * @param initial the default, converted to the type; a list or a map if the port is one
 * @param doc may be empty
 * @param unit of a number, or empty
 * @param hidden whether editors leave it out
 * @param min the least number, or minus infinity
 * @param max the greatest number, or infinity
 * @param step of a slider, or 0
 * @param multipleOf the divisor of an integer, or 0
 * @param choices the texts that it takes; empty if all, or if they are known at run time only
 * @param models the kind of model folder whose files are suggested, or empty
 * @param file what is in the file that a text names, such as {@code image}, or empty
 * @param choiceSource what lists the choices at run time
 * @param body how the node calls the workflow that this input takes
 */
public record PortSchema(
        String name,
        Type type,
        List<Wrapper> wrappers,
        Optional<Object> initial,
        String doc,
        String unit,
        boolean hidden,
        double min,
        double max,
        double step,
        int multipleOf,
        List<String> choices,
        String models,
        String file,
        Optional<Class<? extends ChoiceSource>> choiceSource,
        Optional<BodyRule> body) {

    /**
     * How a node calls a body.
     *
     * @param sets the body's inputs that the node gives itself
     * @param needs the outputs that the body must have
     * @param with the node's input whose entries are the body's other inputs, or empty
     */
    public record BodyRule(List<String> sets, List<String> needs, String with) {}

    /** A plain port without rules. */
    public static PortSchema of(String name, Type type, List<Wrapper> wrappers, String doc) {
        return new PortSchema(
                name,
                type,
                wrappers,
                Optional.empty(),
                doc,
                "",
                false,
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                0,
                0,
                List.of(),
                "",
                "",
                Optional.empty(),
                Optional.empty());
    }

    /** The same with a default. */
    public PortSchema withInitial(Object value) {
        return new PortSchema(
                name,
                type,
                wrappers,
                Optional.of(value),
                doc,
                unit,
                hidden,
                min,
                max,
                step,
                multipleOf,
                choices,
                models,
                file,
                choiceSource,
                body);
    }

    /** The same with a range and choices. */
    public PortSchema within(double least, double greatest, List<String> texts) {
        return new PortSchema(
                name,
                type,
                wrappers,
                initial,
                doc,
                unit,
                hidden,
                least,
                greatest,
                step,
                multipleOf,
                texts,
                models,
                file,
                choiceSource,
                body);
    }

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

    /** Whether it takes several by name. */
    public boolean named() {
        return wrappers.contains(Wrapper.NAMED);
    }

    /** Whether it may be left out; of an output, whether it may come to nothing. */
    public boolean optional() {
        return wrappers.contains(Wrapper.OPTIONAL);
    }

    /** What workflows call its type: {@code image}, {@code list of image}, {@code image by name}. */
    public String typeName() {
        return (list() ? "list of " : "") + PortTypes.name(type) + (named() ? " by name" : "");
    }
}
