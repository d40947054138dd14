package dev.zograf.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names a {@link Node} class for workflows: {@code "type": "invert-image@1"}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface NodeType {

    /**
     * The type's id: lower case words joined by hyphens. Built-in types have no namespace, a plugin's types carry its own:
     * {@code acme.invert}.
     */
    String id();

    /** Counts up with every change of ports that is not compatible; older versions are migrated. At least 1. */
    int version() default 1;

    /** What a person reads: {@code "Invert image"}. Derived from the id if empty. */
    String title() default "";

    /** Where an editor lists it: words joined by slashes, {@code "image/adjust"}. */
    String category() default "";

    /** Whether the node acts on the outside world (it writes a file): it then runs even if nobody pulls its outputs. */
    boolean effect() default false;

    /** Whether the node talks to other machines. A policy may forbid that. */
    boolean network() default false;
}
