package dev.zograf.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.digest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {

    @TempDir
    Path root;

    private Vault open(Retention retention) {
        return new Vault(new DataFolders(root), retention);
    }

    private static Job begun(Vault vault, String id) {
        Job job = vault.jobs().add(Job.queued(id, "", "c", "workflow", 1, 1, "", "{}", "{}"));
        assertThat(vault.jobs().begin(id, 2)).isTrue();
        return job;
    }

    private Made made(Vault vault, String text, String prefix) throws IOException {
        Path file = Files.createTempFile(vault.folders().temporary(), "made", ".txt");
        Files.writeString(file, text);
        return new Made("n", "files", file, prefix, true, "txt", "text/plain", 0, 0, "output");
    }

    private List<Path> blobs() throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve("results"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void keepsEqualBytesOnceAndGivesEachANameOfItsOwn() throws Exception {
        try (Vault vault = open(Retention.DEFAULT)) {
            Files.createDirectories(root.resolve("output/sub"));
            Files.writeString(root.resolve("output/sub/apple_00041_.png"), "somebody's own");
            Job one = begun(vault, "one");
            List<Result> first = vault.finish(
                            one, List.of(made(vault, "x", "sub/apple"), made(vault, "x", "sub/apple")), 3, "{}")
                    .orElseThrow();
            assertThat(first).extracting(Result::name).containsExactly("apple_00042_.txt", "apple_00043_.txt");
            assertThat(first).extracting(Result::position).containsExactly(0, 1);
            assertThat(blobs()).hasSize(1);
            assertThat(first.get(0).sha256()).isEqualTo(Sha256.of("x".getBytes(StandardCharsets.UTF_8)));
            assertThat(root.resolve("output/sub/apple_00043_.txt")).hasContent("x");
            assertThat(vault.jobs().get("one").orElseThrow().state()).isEqualTo(JobState.DONE);
            assertThat(vault.remove("one")).isTrue();
            assertThat(blobs()).isEmpty();
            assertThat(root.resolve("output/sub/apple_00043_.txt")).doesNotExist();
            assertThat(root.resolve("output/sub/apple_00041_.png")).exists();
        }
    }

    @Test
    void aJobEndsOnce() throws Exception {
        try (Vault vault = open(Retention.DEFAULT)) {
            Job job = begun(vault, "one");
            assertThat(vault.jobs().begin("one", 2)).isFalse();
            assertThat(vault.finish(job, List.of(made(vault, "x", "a")), 3, "{}"))
                    .isPresent();
            assertThat(vault.finish(job, List.of(made(vault, "y", "a")), 3, "{}"))
                    .isEmpty();
            assertThat(vault.jobs().end("one", Set.of(JobState.RUNNING), JobState.FAILED, 4, "{}"))
                    .isFalse();
            assertThat(vault.jobs().results("one")).hasSize(1);
        }
    }

    @Test
    void keepsResultsBeforeTheEndAndTakesThemBackFromAJobThatBeginsAgain() throws Exception {
        try (Vault vault = open(Retention.DEFAULT)) {
            Job job = begun(vault, "one");
            assertThat(vault.keep(job, List.of(made(vault, "x", "a")))).isPresent();
            assertThat(root.resolve("output/a_00001_.txt")).hasContent("x");
            vault.requeue("one");
            assertThat(root.resolve("output")).isEmptyDirectory();
            assertThat(blobs()).isEmpty();
            assertThat(vault.jobs().get("one").orElseThrow().state()).isEqualTo(JobState.QUEUED);
            assertThat(vault.keep(job, List.of(made(vault, "x", "a")))).isEmpty();
            assertThat(vault.jobs().begin("one", 3)).isTrue();
            assertThat(vault.keep(job, List.of(made(vault, "y", "a")))).isPresent();
            assertThat(vault.finish(job, List.of(made(vault, "z", "a")), 4, "{}")
                            .orElseThrow())
                    .extracting(Result::position)
                    .containsExactly(0, 1);
        }
    }

    @Test
    void mendsWhatADeathLeftHalfDone() throws Exception {
        String hash;
        try (Vault vault = open(Retention.DEFAULT)) {
            Job job = begun(vault, "one");
            hash = vault.finish(job, List.of(made(vault, "x", "a")), 3, "{}")
                    .orElseThrow()
                    .get(0)
                    .sha256();
        }
        // As if it had died before the name was given, with bytes of a job that never ended beside.
        Files.delete(root.resolve("output/a_00001_.txt"));
        try (java.sql.Connection db =
                java.sql.DriverManager.getConnection("jdbc:sqlite:" + root.resolve("zograf.db"))) {
            db.createStatement().executeUpdate("UPDATE result SET linked = 0");
        }
        Path orphan = root.resolve("results/ab/" + "ab".repeat(32));
        Files.createDirectories(orphan.getParent());
        Files.writeString(orphan, "half");
        Files.writeString(root.resolve("tmp/rest.tmp"), "rest");
        try (Vault vault = open(Retention.DEFAULT)) {
            assertThat(root.resolve("output/a_00001_.txt")).hasContent("x");
            assertThat(vault.file(hash)).isPresent();
            assertThat(orphan).doesNotExist();
            assertThat(root.resolve("tmp")).isEmptyDirectory();
        }
    }

    @Test
    void forgetsTheOldestFirst() throws Exception {
        try (Vault vault = open(new Retention(3, Duration.ofMillis(1000), 25))) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String id = "job" + i;
                ids.add(id);
                vault.finish(begun(vault, id), List.of(made(vault, "ten bytes" + i, "a")), 100 + i, "{}");
            }
            assertThat(vault.sweep(200)).as("by bytes: two of ten fit into 25").isEqualTo(3);
            assertThat(vault.jobs().get("job2")).isEmpty();
            assertThat(vault.jobs().get("job3")).isPresent();
            assertThat(vault.sweep(1104)).as("by age").isEqualTo(1);
            assertThat(vault.jobs().list(new Jobs.Wanted(Optional.empty(), Set.of(), "", true, false, 10, 0)))
                    .extracting(Job::id)
                    .containsExactly("job4");
        }
    }
}
