package dev.zograf.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The unit of a number: {@code px}, {@code s}, {@code fps}, {@code deg}, {@code bytes}, {@code steps}, {@code pictures}. Editors show it;
 * limits of a policy on pictures, steps and time apply to it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Unit {
    /** The unit's symbol or name. */
    String value();
}
