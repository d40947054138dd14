package dev.zograf.runtime.comfy;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a table writes for an input or an output. A value of ComfyUI may have several parts here, as a guider has its model with it: the
 * main part has the empty name.
 */
sealed interface Template {

    /** What is written there. */
    record Constant(Object value) implements Template {}

    /** An input of the class, or a part of what it is given; nothing if it is given nothing. */
    record Given(String input, String part) implements Template {}

    /** What the node that needs this in the end knows: the model that it samples with. Nothing if it knows none. */
    record Context(String name) implements Template {}

    /** An output of a node of the same table. */
    record From(String node, String port) implements Template {}

    /** Something in other words; a text for a text, {@link #ANY} for all that have none of their own. */
    record Translated(Template of, Map<Object, Object> words) implements Template {

        static final String ANY = "*";
    }

    /** A number times and plus numbers. */
    record Linear(Template of, double times, double plus) implements Template {}

    /** Something by a conversion that the code knows. */
    record Converted(Template of, Conversion by) implements Template {}

    /** Several, those left out that are nothing. */
    record All(List<Template> entries) implements Template {}

    /** The first that is something. */
    record Either(List<Template> entries) implements Template {}

    /** A value with parts. */
    record Parts(Map<String, Template> parts) implements Template {}

    /** Shows this and those in it to the visitor. */
    default void forEach(Consumer<Template> visitor) {
        visitor.accept(this);
        if (this instanceof Translated translated) {
            translated.of().forEach(visitor);
        } else if (this instanceof Linear linear) {
            linear.of().forEach(visitor);
        } else if (this instanceof Converted converted) {
            converted.of().forEach(visitor);
        } else if (this instanceof All all) {
            all.entries().forEach(entry -> entry.forEach(visitor));
        } else if (this instanceof Either either) {
            either.entries().forEach(entry -> entry.forEach(visitor));
        } else if (this instanceof Parts parts) {
            parts.parts().values().forEach(entry -> entry.forEach(visitor));
        }
    }
}
