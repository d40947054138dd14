package dev.zograf.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An input that editors and forms do not offer although a workflow may give it: a detail that few ever need. It has a default or is
 * optional. What a node needs to know of its run (its id, the workflow) is in {@link RunContext} instead.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Hidden {}
