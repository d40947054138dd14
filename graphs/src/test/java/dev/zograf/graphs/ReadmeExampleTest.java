package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
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
        compile(
                classes,
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

    private static void compile(Path classes, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        StringWriter messages = new StringWriter();
        List<String> options = List.of("-d", classes.toString(), "-cp", CommandLine.classPath(), "-proc:none");
        boolean done = compiler.getTask(messages, null, null, options, null, List.of(file))
                .call();
        assertThat(done).as(messages.toString()).isTrue();
    }
}
