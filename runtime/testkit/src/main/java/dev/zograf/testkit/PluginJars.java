package dev.zograf.testkit;

import dev.zograf.api.Spi;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Builds a plugin's jar in a test: sources are compiled on the spot, a descriptor and a services file are added. Anything can be replaced,
 * so that broken jars can be made as well.
 *
 * <pre>{@code
 * PluginJars.plugin("acme", "1.0.0")
 *         .source("acme.AcmePlugin", "package acme; public class AcmePlugin implements NodePlugin { … }")
 *         .provider("acme.AcmePlugin")
 *         .nodes("acme.invert@1")
 *         .write(folder.resolve("acme.jar"));
 * }</pre>
 */
public final class PluginJars {

    private static final Map<Object, Map<String, byte[]>> COMPILED = new ConcurrentHashMap<>();

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Map<String, String> descriptor = new LinkedHashMap<>();
    private final List<String> providers = new ArrayList<>();
    private final List<Path> libraries = new ArrayList<>();
    private int release = 17;

    private PluginJars() {}

    /** A jar without a descriptor, such as a library that plugins need. */
    public static PluginJars library() {
        return new PluginJars();
    }

    /** A plugin with a descriptor that fits this version of the plugin interface and lists no nodes. */
    public static PluginJars plugin(String id, String version) {
        PluginJars jar = new PluginJars();
        jar.field("id", quoted(id)).field("version", quoted(version));
        jar.field("licence", quoted("Apache-2.0")).field("spi", quoted("^" + Spi.VERSION));
        return jar.nodes();
    }

    /**
     * A plugin with one node {@code ID.echo@1} that gives the text back that it gets, with something put before it.
     *
     * @param id lower case letters
     */
    public static PluginJars echo(String id, String version, String before) {
        return plugin(id, version)
                .source(
                        id + ".Echo",
                        String.format(
                                Locale.ROOT,
                                ECHO,
                                id,
                                id,
                                before.replace("\\", "\\\\").replace("\"", "\\\"")))
                .provider(id + ".Echo$Plugin")
                .nodes(id + ".echo@1");
    }

    private static final String ECHO = """
            package %s;

            import dev.zograf.api.*;
            import java.util.List;

            @NodeType(id = "%s.echo")
            @Doc("Gives a text back.")
            public final class Echo implements Node<Echo.In, Echo.Out> {
                public record In(@Doc("The text.") String text) {}
                public record Out(@Doc("The text with something before it.") String text) {}

                @Override public Out run(In in, RunContext ctx) {
                    return new Out("%s" + in.text());
                }

                public static final class Plugin implements NodePlugin {
                    @Override public List<Class<? extends Node<?, ?>>> nodes() {
                        return List.of(Echo.class);
                    }
                }
            }
            """;

    /** Adds a class. */
    public PluginJars source(String className, String code) {
        sources.put(className, code);
        return this;
    }

    /** Adds a file. */
    public PluginJars entry(String name, String content) {
        return entry(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a file. */
    public PluginJars entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    /** Adds a class to the services file. */
    public PluginJars provider(String className) {
        providers.add(className);
        return this;
    }

    /** The node types that the descriptor lists, {@code acme.invert@1}. */
    public PluginJars nodes(String... types) {
        return field("nodes", Stream.of(types).map(PluginJars::quoted).collect(Collectors.joining(", ", "[", "]")));
    }

    /**
     * Sets a field of the descriptor.
     *
     * @param json its value as JSON text
     */
    public PluginJars field(String name, String json) {
        descriptor.put(name, json);
        return this;
    }

    /** Jars that the sources need besides the plugin interface. */
    public PluginJars needs(Path... jars) {
        libraries.addAll(List.of(jars));
        return this;
    }

    /** The Java version that the classes are for; 17 by default. */
    public PluginJars release(int version) {
        release = version;
        return this;
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    /** Compiles and writes the jar, making its folder. */
    public Path write(Path jar) {
        Map<String, byte[]> content = new LinkedHashMap<>();
        if (!descriptor.isEmpty()) {
            String json = descriptor.entrySet().stream()
                    .map(field -> quoted(field.getKey()) + ": " + field.getValue())
                    .collect(Collectors.joining(",\n  ", "{\n  ", "\n}\n"));
            content.put("META-INF/zograf-plugin.json", json.getBytes(StandardCharsets.UTF_8));
        }
        if (!providers.isEmpty()) {
            content.put(
                    "META-INF/services/dev.zograf.api.NodePlugin",
                    String.join("\n", providers).getBytes(StandardCharsets.UTF_8));
        }
        try {
            content.putAll(compiled());
            content.putAll(entries);
            Files.createDirectories(jar.toAbsolutePath().getParent());
            try (OutputStream out = Files.newOutputStream(jar);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Map.Entry<String, byte[]> entry : content.entrySet()) {
                    zip.putNextEntry(new ZipEntry(entry.getKey()));
                    zip.write(entry.getValue());
                    zip.closeEntry();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    /** The same sources are compiled once. */
    private Map<String, byte[]> compiled() throws IOException {
        List<Object> what = List.of(Map.copyOf(sources), release);
        Map<String, byte[]> known = libraries.isEmpty() ? COMPILED.get(what) : null;
        if (known == null) {
            known = compile();
            if (libraries.isEmpty()) {
                COMPILED.put(what, known);
            }
        }
        return known;
    }

    private Map<String, byte[]> compile() throws IOException {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        if (sources.isEmpty()) {
            return classes;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("To compile a plugin takes a JDK; this is a JRE.");
        }
        Path folder = Files.createTempDirectory("zograf-classes-");
        try {
            StringWriter messages = new StringWriter();
            boolean done = compiler.getTask(messages, null, null, options(folder), null, files())
                    .call();
            if (!done) {
                throw new IllegalArgumentException("The plugin's sources do not compile:\n" + messages);
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    String name = folder.relativize(file)
                            .toString()
                            .replace(file.getFileSystem().getSeparator(), "/");
                    classes.put(name, Files.readAllBytes(file));
                }
            }
        } finally {
            delete(folder);
        }
        return classes;
    }

    private List<String> options(Path folder) {
        List<String> path = new ArrayList<>();
        path.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        libraries.forEach(jar -> path.add(jar.toString()));
        return List.of(
                "-proc:none",
                "-parameters",
                "--release",
                Integer.toString(release),
                "-cp",
                String.join(System.getProperty("path.separator"), path),
                "-d",
                folder.toString());
    }

    private List<JavaFileObject> files() {
        List<JavaFileObject> files = new ArrayList<>();
        sources.forEach((name, code) -> files.add(new Source(name, code)));
        return files;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String code;

        Source(String name, String code) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }
}
