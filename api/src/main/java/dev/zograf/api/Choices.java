package dev.zograf.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The values that a text input takes. Checked before anything runs; the error names the nearest. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Choices {
    /** The values in the order in which an editor shows them. */
    String[] value() default {};

    /**
     * A kind of model folder ({@code checkpoints}, {@code upscale_models}, …) whose files are suggested. It does not restrict the
     * value: a path is taken too.
     */
    String models() default "";

    /** Lists the values at run time, instead of {@link #value}. Checked before anything runs, as they are then. */
    Class<? extends ChoiceSource> from() default ChoiceSource.class;
}
