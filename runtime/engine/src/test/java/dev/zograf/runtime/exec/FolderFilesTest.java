package dev.zograf.runtime.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.CancelledException;
import dev.zograf.api.RefusedException;
import dev.zograf.api.RunFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFilesTest {

    @TempDir
    Path folder;

    private final TemporaryFiles temporaries = new TemporaryFiles();
    private final RunCancellation cancellation = new RunCancellation();

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(folder.resolve("in/sub"));
        Files.writeString(folder.resolve("in/a.txt"), "a");
        Files.writeString(folder.resolve("outside.txt"), "o");
    }

    private FolderFiles files(String... trusted) {
        return new FolderFiles(
                List.of(folder.resolve("in")),
                Optional.of(folder.resolve("out")),
                Set.of(trusted),
                temporaries,
                cancellation,
                Guard.none());
    }

    private List<Path> left() throws IOException {
        if (!Files.exists(folder.resolve("out"))) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder.resolve("out"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void findsWhatIsBelowItsRoot() {
        assertThat(files().input("a.txt")).hasContent("a");
        assertThat(files().input("sub/../a.txt")).hasContent("a");
        assertThatThrownBy(() -> files().input("b.txt"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void doesNotLeaveItsRoots() throws IOException {
        String outside = folder.resolve("outside.txt").toString();
        for (String name : List.of("../outside.txt", "sub/../../outside.txt", outside, "", "a\u0000b")) {
            assertThatThrownBy(() -> files().input(name)).isInstanceOf(BadFileException.class);
            assertThatThrownBy(() -> files().write(name, text("x"))).isInstanceOf(BadFileException.class);
        }
        Files.createSymbolicLink(folder.resolve("in/link.txt"), folder.resolve("outside.txt"));
        Files.createSymbolicLink(Files.createDirectories(folder.resolve("out")).resolve("link"), folder);
        assertThatThrownBy(() -> files().input("link.txt")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> files().write("link/new.txt", text("x"))).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> files().write("link/deep/new.txt", text("x"))).hasMessageContaining("symbolic link");
        assertThat(folder.resolve("outside.txt")).hasContent("o");
        assertThat(folder.resolve("new.txt")).doesNotExist();
        assertThat(folder.resolve("deep")).doesNotExist();
    }

    @Test
    void whatTheHostGaveMayBeAnyPathButOnlyExactlyThat() {
        String outside = folder.resolve("outside.txt").toString();
        assertThat(files(outside).input(outside)).hasContent("o");
        assertThatThrownBy(() -> files(outside + "x").input(outside)).isInstanceOf(BadFileException.class);
        String target = folder.resolve("elsewhere/new.txt").toString();
        assertThat(files(target).write(target, text("x"))).hasContent("x");
    }

    @Test
    void writesWholeFilesOrNone() throws IOException {
        files().write("deep/b.txt", text("b"));
        files().write("deep/b.txt", text("again"));
        assertThat(folder.resolve("out/deep/b.txt")).hasContent("again");
        assertThat(Files.getFileAttributeView(folder, PosixFileAttributeView.class) == null
                        || Files.getPosixFilePermissions(folder.resolve("out/deep/b.txt"))
                                .equals(Files.getPosixFilePermissions(folder.resolve("outside.txt"))))
                .as("the rights of any new file")
                .isTrue();
        assertThatThrownBy(() -> files().write("c.txt", file -> {
                    text("half").writeTo(file);
                    throw new IOException("disk full");
                }))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("disk full");
        assertThatThrownBy(() -> files().write("deep", file -> {})).hasMessageContaining("folder of that name");
        assertThatThrownBy(() -> files().write("c.txt", file -> {
                    text("half").writeTo(file);
                    cancellation.request();
                }))
                .isInstanceOf(CancelledException.class);
        assertThat(left()).containsExactly(folder.resolve("out/deep/b.txt"));
    }

    @Test
    void deletesWhatIsHalfWrittenWhenTheEngineCloses() throws IOException {
        assertThatThrownBy(() -> files().write("d.txt", out -> {
                    text("half").writeTo(out);
                    assertThat(left()).hasSize(1);
                    temporaries.close();
                    assertThat(left()).isEmpty();
                }))
                .isInstanceOf(BadFileException.class);
        assertThat(left()).isEmpty();
    }

    @Test
    void writesNoMoreThanTheRunMay() throws IOException {
        Limits limits = new Limits(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(10L),
                Optional.of(3L));
        FolderFiles files = new FolderFiles(
                List.of(),
                Optional.of(folder.resolve("out")),
                Set.of(),
                temporaries,
                cancellation,
                new Guard(limits, schema -> Optional.empty()));

        files.write("a.txt", text("sixsix"));
        assertThatThrownBy(() -> files.write("b.txt", text("fives")))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.rule()).isEqualTo("written"))
                .hasMessage("The policy allows 10 bytes in files (rule \"written\"), and this is 11.");
        files.write("c.txt", out -> {});
        assertThatThrownBy(() -> files.write("d.txt", out -> {}))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.rule()).isEqualTo("files"));
        assertThat(left()).containsExactlyInAnyOrder(folder.resolve("out/a.txt"), folder.resolve("out/c.txt"));
    }

    private static RunFiles.Content text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void neverPromisesANameTwice() throws IOException {
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/pic-0002.png"), "x");
        assertThat(files().newName("pic", "png")).isEqualTo("pic-0001.png");
        assertThat(files().newName("pic", "png")).isEqualTo("pic-0003.png");
        assertThat(files().newName("pic", "jpg")).isEqualTo("pic-0001.jpg");
    }

    @Test
    void refusesToWriteWithoutAFolder() {
        FolderFiles none =
                new FolderFiles(List.of(), Optional.empty(), Set.of(), temporaries, cancellation, Guard.none());
        assertThatThrownBy(() -> none.write("a.txt", file -> {})).hasMessageContaining("no output folder");
        assertThatThrownBy(() -> none.input("a.txt")).hasMessageContaining("no such file");
    }
}
