package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles code that stands in pages. */
final class Javac {

    private Javac() {}

    /** One class from its text. */
    static void compile(Path classes, String name, String source) throws IOException {
        compile(classes, List.of(Files.writeString(classes.resolve(name + ".java"), source)));
    }

    /** Files, on the class path of the tests; fails with what the compiler says. */
    static void compile(Path classes, List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-d", classes.toString(), "-cp", CommandLine.classPath(), "-proc:none", "-parameters");
            boolean done = compiler.getTask(
                            messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(done).as(messages.toString()).isTrue();
        }
    }
}
