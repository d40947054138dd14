package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the Java example of README.md as it stands there. */
class ReadmeExampleTest {

    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void theExampleIsShortAndPaints(@TempDir Path classes) throws Exception {
        Matcher block = JAVA.matcher(Checkout.text("README.md"));
        assertThat(block.find()).as("README.md has a Java example").isTrue();
        String example = block.group(1);
        assertThat(example.lines().count()).isLessThanOrEqualTo(12);

        // The example is for someone at the top of the checkout; tests run in the folder of their module.
        String top = Checkout.root().toString().replace("\\", "/") + "/";
        String body = example.replace("Path.of(\"graphs/", "Path.of(\"" + top + "graphs/")
                .replace("BufferedImage apple = outputs", "painted = outputs");
        Javac.compile(
                classes,
                "Example",
                "import dev.zograf.*; import java.awt.image.BufferedImage; import java.nio.file.Path;"
                        + " public class Example { public static BufferedImage painted;"
                        + " public static void main(String[] args) {" + body + "} }");

        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, ReadmeExampleTest.class.getClassLoader())) {
            Class<?> type = loader.loadClass("Example");
            type.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
            BufferedImage apple = (BufferedImage) type.getField("painted").get(null);
            assertThat(Pictures.isRedInTheMiddle(apple)).isTrue();
        }
    }
}
