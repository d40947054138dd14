package dev.zograf.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Gives a Java type its name in schemas and messages, such as {@code image}. Put it on the class or interface that a port has. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface PortType {
    /** Lower case words joined by hyphens; a plugin's own types carry its namespace. */
    String value();
}
