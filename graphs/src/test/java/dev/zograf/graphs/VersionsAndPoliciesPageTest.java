package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Migrated;
import dev.zograf.Policy;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.NodePlugin;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and uses the code of docs/versions.md and docs/policies.md. */
class VersionsAndPoliciesPageTest {

    private static final String PLUGIN = """
            import dev.zograf.api.*;
            import java.util.*;
            public class Acme implements NodePlugin {
              @NodeType(id = "acme.draw", version = 2)
              public static final class Draw implements Node<Draw.In, Draw.Out> {
                public record In(String ink, String style, long width, long height) {}
                public record Out(String image) {}
                @Override public Out run(In in, RunContext ctx) { return new Out(in.ink() + in.width()); }
              }
              @Override public List<? extends Class<?>> nodes() { return List.of(Draw.class); }
            """;

    private static final String GUARD = """
            import dev.zograf.*;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.*;
            public class Guarded implements java.util.function.BiConsumer<Zograf, Workflow> {
              @Override public void accept(Zograf zograf, Workflow workflow) {
            """;

    @TempDir
    Path folder;

    private URLClassLoader loader;

    private static String block(String page, String language) {
        Matcher block = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Checkout.text(page));
        assertThat(block.find()).as(language + " in " + page).isTrue();
        return block.group(1);
    }

    private Object make(String name, String source) throws Exception {
        Javac.compile(folder, name, source);
        loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, VersionsAndPoliciesPageTest.class.getClassLoader());
        return loader.loadClass(name).getConstructor().newInstance();
    }

    @AfterEach
    void close() throws IOException {
        loader.close();
    }

    @Test
    void theMigrationOfThePageMigrates() throws Exception {
        NodePlugin acme = (NodePlugin) make("Acme", PLUGIN + block("docs/versions.md", "java") + "}");
        String old = "{ \"zograf\": 1, \"nodes\": { \"d\": { \"type\": \"acme.draw@1\","
                + " \"in\": { \"colour\": \"red\", \"size\": \"64x48\" } } },"
                + " \"outputs\": { \"x\": {\"from\": \"d.picture\"} } }";
        try (Zograf zograf = Zograf.builder().nodePlugins(acme).build()) {
            Migrated migrated = zograf.migrate(old);

            assertThat(migrated.text()).contains("acme.draw@2", "\"ink\": \"red\"", "\"width\": 64", "d.image");
            for (String text : List.of(old, migrated.text())) {
                assertThat(zograf.run(zograf.read(text)).get("x", String.class)).isEqualTo("red64");
            }
        }
    }

    @Test
    @SuppressWarnings("unchecked") // the class is written above
    void thePoliciesOfThePageHold() throws Exception {
        Path file = Files.writeString(folder.resolve("policy.json"), block("docs/policies.md", "json"));
        Files.createDirectories(folder.resolve("pictures"));
        Object guarded = make("Guarded", GUARD + block("docs/policies.md", "java") + "} }");
        try (Zograf zograf = Zograf.builder().build()) {
            Workflow join = zograf.read("{ \"zograf\": 1, \"nodes\": { \"j\": { \"type\": \"text-join@1\","
                    + " \"in\": { \"texts\": [\"a\", \"b\"] } } }, \"outputs\": { \"x\": {\"from\": \"j.text\"} } }");

            ((BiConsumer<Zograf, Workflow>) guarded).accept(zograf, join);

            assertThat(zograf.run(join.under(Policy.read(file))).get("x", String.class))
                    .isEqualTo("ab");
        }
    }
}
