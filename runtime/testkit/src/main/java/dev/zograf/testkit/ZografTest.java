package dev.zograf.testkit;

import dev.zograf.api.NodePlugin;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class whose methods may ask for a {@link dev.zograf.Zograf} and {@link TestFolders}. Each test has an engine of its own, which is
 * closed afterwards; a test that leaves a thread, an open file or a native object behind fails.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(ZografExtension.class)
public @interface ZografTest {
    /** Plugins that the engine has besides those on the class path; each with a public constructor without parameters. */
    Class<? extends NodePlugin>[] plugins() default {};
}
