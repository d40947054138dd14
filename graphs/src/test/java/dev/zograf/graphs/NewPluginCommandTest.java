package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewPluginCommandTest {

    @TempDir
    Path folder;

    /** By Maven itself and offline, as its author would build it, and then in use. */
    @Test
    void theProjectIsBuiltByMavenAndItsNodePaints() throws Exception {
        String maven = System.getProperty("maven.home");
        Assumptions.assumeTrue(maven != null, "not started by Maven");
        Path project = folder.resolve("my-nodes");
        assertThat(CommandLine.run("new", "plugin", "my-nodes", "-o", project.toString())
                        .code())
                .isZero();

        Path repository = folder.resolve("repository");
        LocalRepository.make(
                repository, Path.of(System.getProperty("zograf.repository")), System.getProperty("zograf.version"));
        Path log = folder.resolve("maven.log");
        int exit = maven(Path.of(maven), project, repository, log);
        LocalRepository.unlink(repository);
        assertThat(exit).as(Files.readString(log)).isZero();
        assertThat(Files.readString(log)).contains("Tests run: 4, Failures: 0").doesNotContain("WARN");

        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        Files.copy(project.resolve("target/my-nodes-1.0.0-SNAPSHOT.jar"), plugins.resolve("my-nodes.jar"));
        double warm = redOverBlue(project, plugins, "1");
        double cold = redOverBlue(project, plugins, "-1");
        assertThat(warm - cold).isBetween(0.4, 0.8);
    }

    private static int maven(Path home, Path project, Path repository, Path log) throws Exception {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        ProcessBuilder builder = new ProcessBuilder(
                        home.resolve(windows ? "bin/mvn.cmd" : "bin/mvn").toString(),
                        "-o",
                        "-B",
                        "-ntp",
                        "-Dmaven.repo.local=" + repository,
                        "verify")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MAVEN_OPTS", "-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        Process process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            return -1;
        }
        return process.exitValue();
    }

    /** Paints with the plugin; how much more red than blue the picture has, from -1 to 1. */
    private double redOverBlue(Path project, Path plugins, String warmth) throws IOException {
        Path out = folder.resolve("pictures " + warmth);
        CommandLine.Result result = CommandLine.run(
                "run",
                project.resolve("workflow.json").toString(),
                "--plugins",
                plugins.toString(),
                "--set",
                "warmth=" + warmth,
                "-o",
                out.toString());
        assertThat(result.code()).as(result.err()).isZero();
        try (Stream<Path> files = Files.list(out)) {
            BufferedImage picture = ImageIO.read(files.findFirst().orElseThrow().toFile());
            double sum = 0;
            for (int i = 0; i < picture.getWidth(); i++) {
                int rgb = picture.getRGB(i, i);
                sum += ((rgb >> 16 & 0xff) - (rgb & 0xff)) / 255.0;
            }
            return sum / picture.getWidth();
        }
    }

    @Test
    void theNodeIsAsShortAsPromised() throws IOException {
        Path project = folder.resolve("plugin");
        CommandLine.Result result = CommandLine.run(
                "new",
                "plugin",
                "warm-tones",
                "--package",
                "org.acme.tones",
                "--id",
                "acme",
                "--licence",
                "MIT",
                "-o",
                project.toString());
        assertThat(result.code()).as(result.err()).isZero();
        List<String> node = Files.readAllLines(project.resolve("src/main/java/org/acme/tones/Tone.java"));
        assertThat(node).hasSizeLessThanOrEqualTo(40);
        assertThat(String.join("\n", node))
                .contains("package org.acme.tones;", "\"acme.tone\"", "@Range", "ctx.progress", "Image image")
                .doesNotContain("@package@");
        assertThat(node.stream()
                        .filter(line -> line.strip().startsWith("@Doc(") && !line.startsWith("@"))
                        .count())
                .as("inputs with docs")
                .isEqualTo(4);
        assertThat(Files.readString(project.resolve("LICENSE"))).startsWith("MIT License");
        assertThat(Files.readString(project.resolve("src/main/resources/META-INF/zograf-plugin.json")))
                .contains("\"spi\": \">=0.1 <0.2\"", "\"acme.tone@1\"", "\"licence\": \"MIT\"");
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern("@[a-z]+@");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "My Nodes| |is no name: lower case words",
                "2d-nodes| |is no name",
                "nodes|--package=Acme.Nodes|is no package: lower case words",
                "nodes|--package=com.new.nodes|one of Java's own",
                "nodes|--package=dev.zograf.mine|belongs to others",
                "nodes|--id=a.b|is no namespace",
                "nodes|--licence=GPL|take Apache-2.0 or MIT"
            })
    void aNameThatCannotBeUsedIsSaid(String name, String option, String message) {
        Path project = folder.resolve("refused");
        CommandLine.Result result = option == null
                ? CommandLine.run("new", "plugin", name, "-o", project.toString())
                : CommandLine.run("new", "plugin", name, option, "-o", project.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(message).hasLineCount(1);
        assertThat(project).doesNotExist();
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path project = Files.createDirectories(folder.resolve("mine"));
        Files.writeString(project.resolve("notes.txt"), "mine");
        CommandLine.Result result = CommandLine.run("new", "plugin", "mine", "-o", project.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("not empty", "nothing is overwritten").hasLineCount(1);
        assertThat(CommandLine.run("new").code()).isEqualTo(2);
    }
}
