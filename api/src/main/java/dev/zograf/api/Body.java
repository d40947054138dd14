package dev.zograf.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of an input of type {@link Subworkflow} how the node calls it, so that a body that does not fit is found before
 * anything runs.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Body {

    /** The inputs that the node sets itself; the body may lack them, save the first, which it must have. */
    String[] sets() default {};

    /** The outputs that the body must have. */
    String[] needs() default {};

    /** The input of this node (a {@code Map<String, Object>}) whose entries are the body's other inputs. */
    String with() default "";
}
