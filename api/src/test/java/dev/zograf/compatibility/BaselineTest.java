package dev.zograf.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Node;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the API to the last release, and shows that the check fails when it should. */
class BaselineTest {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    Path folder;

    @Test
    void theApiKeepsWhatTheLastReleasePromised() throws Exception {
        Path baseline = Path.of(System.getProperty("zograf.baseline", "baseline"));
        String version = System.getProperty("zograf.version");
        assertThat(version).as("the version that is built").isNotNull();
        Path current = jar(folder.resolve("current.jar"), classes());
        assertThat(Baseline.problems(baseline, version, current, CLASS_PATH)).isEmpty();
    }

    @Test
    void theApiIsCompatibleWithItself() throws Exception {
        Path current = jar(folder.resolve("zograf-api-0.1.0.jar"), classes());
        assertThat(ApiComparison.breaks(current, current, CLASS_PATH)).isEmpty();
        assertThat(Baseline.problems(folder, "0.1.1-SNAPSHOT", current, CLASS_PATH))
                .isEmpty();
    }

    @Test
    void aMethodThatIsGoneBreaks() throws Exception {
        release("1.2.0", "public final class Thing { public int size() { return 1; } public int age() { return 2; } }");
        Path current = compiled("public final class Thing { public int size() { return 1; } }");
        assertThat(Baseline.problems(folder, "1.3.0-SNAPSHOT", current, CLASS_PATH))
                .singleElement()
                .asString()
                .contains("Thing.age(): METHOD_REMOVED", "zograf-api-1.2.0.jar", "raise the version");
        assertThat(Baseline.problems(folder, "2.0.0-SNAPSHOT", current, CLASS_PATH))
                .isEmpty();
    }

    @Test
    void beforeOneAMinorVersionMayBreakAndAPatchMayNot() throws Exception {
        release("0.1.0", "public interface Thing { int size(); }");
        Path current = compiled("public interface Thing { int size(); int age(); }");
        assertThat(Baseline.problems(folder, "0.1.1-SNAPSHOT", current, CLASS_PATH))
                .singleElement()
                .asString()
                .contains("Thing.age(): METHOD_ADDED_TO_INTERFACE");
        assertThat(Baseline.problems(folder, "0.2.0-SNAPSHOT", current, CLASS_PATH))
                .isEmpty();
    }

    @Test
    void whatIsNewBreaksNobody() throws Exception {
        release("1.0.0", "public interface Thing { int size(); }");
        Path current = compiled("public interface Thing { int size(); default int age() { return 1; } }");
        assertThat(Baseline.problems(folder, "1.1.0-SNAPSHOT", current, CLASS_PATH))
                .isEmpty();
    }

    @Test
    void aSecondReleaseNeedsTheFirst() throws Exception {
        Path none = folder.resolve("none");
        assertThat(Baseline.problems(none, "0.1.0-SNAPSHOT", none, CLASS_PATH)).isEmpty();
        assertThat(Baseline.problems(none, "0.1.1-SNAPSHOT", none, CLASS_PATH))
                .singleElement()
                .asString()
                .contains("not in", "CONTRIBUTING.md");
        release("1.0.0", "public class Thing {}");
        release("1.1.0", "public class Thing {}");
        assertThat(Baseline.problems(folder, "1.2.0-SNAPSHOT", folder, CLASS_PATH))
                .singleElement()
                .asString()
                .contains("holds 2 jars");
    }

    private void release(String version, String source) throws IOException {
        Files.move(compiled(source), folder.resolve("zograf-api-" + version + ".jar"));
    }

    /** A jar of the class Thing. */
    private Path compiled(String source) throws IOException {
        Path classes = Files.createTempDirectory(folder, "classes");
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Thing.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        List<String> options = List.of("-d", classes.toString(), "-proc:none");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .getTask(null, null, null, options, null, List.of(file))
                        .call())
                .isTrue();
        return jar(folder.resolve("current-" + classes.getFileName() + ".jar"), classes);
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(
                Node.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static Path jar(Path jar, Path classes) throws IOException {
        if (Files.isRegularFile(classes)) {
            return classes;
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(classes)) {
            walk.filter(Files::isRegularFile).sorted().forEach(files::add);
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
        return jar;
    }
}
