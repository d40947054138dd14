package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what docs/tutorial.md and docs/testing.md say, with the code that stands there. */
class TutorialTest {

    private static final Pattern FILE = Pattern.compile("<!-- file: (\\S+) -->\\n```\\w+\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);
    private static final List<String> NAMES = List.of("workflow.json", "plugins", "pictures");

    private static final String IMPORTS = """
            package com.acme.posters;

            import dev.zograf.*;
            import dev.zograf.api.*;
            import dev.zograf.api.model.*;
            import dev.zograf.api.value.*;
            import dev.zograf.testkit.*;
            import dev.zograf.testkit.fake.*;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.*;

            """;

    @TempDir
    Path folder;

    @Test
    void thePagesDoWhatTheySay() throws Exception {
        String page = Checkout.text("docs/tutorial.md");
        List<String> commands = commands(page);
        Path project = folder.resolve("posters");
        assertThat(commands.get(0)).startsWith("zograf new plugin posters");
        List<String> first = words(commands.remove(0));
        first.addAll(List.of("-o", project.toString()));
        assertThat(CommandLine.run(first.toArray(String[]::new)).code()).isZero();

        Matcher file = FILE.matcher(page);
        int files = 0;
        while (file.find()) {
            Path target = project.resolve(file.group(1));
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.group(2));
            files++;
        }
        assertThat(files).isEqualTo(5);
        assertThat(count(page, "java") + count(page, "json"))
                .as("blocks without a file")
                .isEqualTo(files);

        List<String> blocks = testingBlocks(project);
        Path classes = compile(project);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, TutorialTest.class.getClassLoader())) {
            assertThat(runTests(loader.loadClass("com.acme.posters.PosterizeTest")))
                    .isEqualTo(3);
            for (String block : blocks) {
                Object code = newInstance(loader.loadClass(block));
                Method run = code.getClass().getDeclaredMethod("run", Path.class);
                run.setAccessible(true);
                run.invoke(code, folder);
            }
        }
        use(project, classes, commands);
    }

    private static long count(String page, String language) {
        return BLOCK.matcher(page)
                .results()
                .filter(block -> block.group(1).equals(language))
                .count();
    }

    private static List<String> commands(String page) {
        List<String> commands = new ArrayList<>();
        BLOCK.matcher(page)
                .results()
                .filter(block -> block.group(1).equals("shell"))
                .forEach(block -> block.group(2).lines().forEach(commands::add));
        return commands;
    }

    /** The words after "zograf". */
    private static List<String> words(String command) {
        List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
        words.remove(0);
        return words;
    }

    /** Puts the code of the other page beside the plugin's tests, a class each. */
    private static List<String> testingBlocks(Path project) throws IOException {
        List<String> names = new ArrayList<>();
        Matcher block = BLOCK.matcher(Checkout.text("docs/testing.md"));
        while (block.find()) {
            assertThat(block.group(1)).isEqualTo("java");
            String name = "Block" + names.size();
            Files.writeString(
                    project.resolve("src/test/java/com/acme/posters/" + name + ".java"),
                    IMPORTS + "class " + name + " { void run(Path folder) throws Exception {\n" + block.group(2)
                            + "} }\n");
            names.add("com.acme.posters." + name);
        }
        assertThat(names).hasSizeGreaterThan(6);
        return names;
    }

    /** Main and test sources together, with the resources; the descriptor names a version that Maven would fill in. */
    private static Path compile(Path project) throws IOException {
        Path classes = Files.createDirectories(project.resolve("target/classes"));
        copy(project.resolve("src/main/resources"), classes);
        List<Path> sources;
        try (Stream<Path> walk = Files.walk(project.resolve("src"))) {
            sources = walk.filter(path -> path.toString().endsWith(".java")).toList();
        }
        Javac.compile(classes, sources);
        return classes;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private static Object newInstance(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static int runTests(Class<?> type) throws ReflectiveOperationException {
        int count = 0;
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(type.getClassLoader());
        try {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    method.setAccessible(true);
                    method.invoke(newInstance(type));
                    count++;
                }
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        return count;
    }

    /** The last shell block: what Maven does was done above, the rest is run. */
    private void use(Path project, Path classes, List<String> commands) throws IOException {
        List<String> ours = new ArrayList<>();
        for (String command : commands) {
            if (command.startsWith("zograf ")) {
                ours.add(command);
            } else {
                assertThat(command)
                        .isIn(
                                "mvn verify",
                                "mkdir -p plugins",
                                "cp target/posters-1.0.0-SNAPSHOT.jar plugins/posters.jar");
            }
        }
        assertThat(ours).hasSize(3);
        Path jar = Files.createDirectories(project.resolve("plugins")).resolve("posters.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> walk = Files.walk(classes)) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
        }
        for (String command : ours) {
            List<String> words = words(command);
            words.replaceAll(
                    word -> NAMES.contains(word) ? project.resolve(word).toString() : word);
            CommandLine.Result result = CommandLine.run(words.toArray(String[]::new));
            assertThat(result.code()).as(command + "\n" + result.err()).isZero();
        }
        assertThat(project.resolve("pictures")).isNotEmptyDirectory();
    }
}
