package dev.zograf.examples.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Painting;
import dev.zograf.Zograf;
import dev.zograf.ZografBuilder;
import dev.zograf.metrics.MicrometerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/embedding.md says what is: its code compiles, its tables are complete. */
class EmbeddingDocTest {

    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    private static final String IMPORTS = """
            import com.google.inject.AbstractModule;
            import com.google.inject.Provides;
            import com.google.inject.name.Named;
            import dev.langchain4j.model.image.ImageModel;
            import dev.zograf.*;
            import dev.zograf.contrib.langchain4j.ZografImageModel;
            import dev.zograf.contrib.springai.ZografImageOptions;
            import dev.zograf.metrics.MicrometerMetrics;
            import dev.zograf.runtime.wire.GuiceServices;
            import io.micrometer.core.instrument.MeterRegistry;
            import java.awt.image.BufferedImage;
            import java.io.*;
            import java.nio.file.Path;
            import java.util.concurrent.Flow;
            import javax.imageio.ImageIO;
            import org.springframework.ai.image.ImageOptions;
            import org.springframework.ai.image.ImagePrompt;
            import org.springframework.web.bind.annotation.*;
            """;

    /** What the page takes for granted. */
    private static final String AROUND = """
            interface Catalogue { String describe(String item); }
            abstract class Block%d {
              Zograf zograf; Workflow workflow; MeterRegistry registry;
              abstract void save(BufferedImage picture);
              abstract void show(int step, int total);
              void code() throws Exception {
                %s
              }
            }
            """;

    private static String page() throws IOException {
        return Files.readString(root().resolve("docs/embedding.md"));
    }

    static Path root() {
        return Path.of(System.getProperty("zograf.root", "../.."))
                .toAbsolutePath()
                .normalize();
    }

    @Test
    void itsCodeCompiles(@TempDir Path classes) throws IOException {
        Matcher block = JAVA.matcher(page());
        List<String> sources = new ArrayList<>();
        while (block.find()) {
            String code = block.group(1);
            sources.add(IMPORTS + (code.startsWith("@") ? code : AROUND.formatted(sources.size(), code)));
        }
        assertThat(sources).hasSizeGreaterThan(6);
        for (int i = 0; i < sources.size(); i++) {
            compile(classes.resolve("block" + i), sources.get(i));
        }
    }

    private static void compile(Path classes, String source) throws IOException {
        Files.createDirectories(classes);
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Page.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        StringWriter messages = new StringWriter();
        List<String> options = List.of(
                "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none", "-parameters");
        boolean done = ToolProvider.getSystemJavaCompiler()
                .getTask(messages, null, null, options, null, List.of(file))
                .call();
        assertThat(done).as(source + messages).isTrue();
    }

    @Test
    void itListsEveryOptionOfTheBuilder() throws IOException {
        List<String> options = Arrays.stream(ZografBuilder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getReturnType() == ZografBuilder.class)
                .map(Method::getName)
                .distinct()
                .map(name -> "`" + name + "(")
                .toList();
        assertThat(page()).contains(options);
    }

    @Test
    void itListsEveryMeter() throws IOException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Zograf zograf =
                Zograf.builder().metrics(MicrometerMetrics.of(registry)).build()) {
            Painting dot = Painting.of("a red apple").size(32, 32).steps(1).seed(1);
            zograf.run(zograf.read(dot));
            zograf.run(zograf.read(dot));
            List<String> meters = registry.getMeters().stream()
                    .map(meter -> "`" + meter.getId().getName() + "`")
                    .distinct()
                    .toList();
            assertThat(meters)
                    .contains("`zograf.network`", "`zograf.node.cached`")
                    .hasSizeGreaterThan(8);
            assertThat(page()).contains(meters);
            assertThat(registry.get("zograf.models.size").gauge().value()).isPositive();
            assertThat(registry.get("zograf.sessions").gauge().value()).isPositive();
        }
        assertThat(registry.getMeters()).isEmpty();
    }
}
