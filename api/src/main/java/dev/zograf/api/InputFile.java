package dev.zograf.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A text input that names a file which the node reads with {@link RunFiles#input}. Forms then let people choose or upload one, and draw
 * a mask.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface InputFile {
    /** What is in it: {@code image}, {@code mask} for a picture whose brightness says where, or another word for what is no picture. */
    String value();
}
