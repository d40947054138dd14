package dev.zograf.runtime.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.CancelledException;
import java.io.IOException;
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
                cancellation);
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
            assertThatThrownBy(() -> files().write(name, file -> Files.writeString(file, "x")))
                    .isInstanceOf(BadFileException.class);
        }
        Files.createSymbolicLink(folder.resolve("in/link.txt"), folder.resolve("outside.txt"));
        Files.createSymbolicLink(Files.createDirectories(folder.resolve("out")).resolve("link"), folder);
        assertThatThrownBy(() -> files().input("link.txt")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> files().write("link/new.txt", file -> Files.writeString(file, "x")))
                .hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> files().write("link/deep/new.txt", file -> Files.writeString(file, "x")))
                .hasMessageContaining("symbolic link");
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
        assertThat(files(target).write(target, file -> Files.writeString(file, "x")))
                .hasContent("x");
    }

    @Test
    void writesWholeFilesOrNone() throws IOException {
        files().write("deep/b.txt", file -> Files.writeString(file, "b"));
        files().write("deep/b.txt", file -> Files.writeString(file, "again"));
        assertThat(folder.resolve("out/deep/b.txt")).hasContent("again");
        assertThat(Files.getFileAttributeView(folder, PosixFileAttributeView.class) == null
                        || Files.getPosixFilePermissions(folder.resolve("out/deep/b.txt"))
                                .equals(Files.getPosixFilePermissions(folder.resolve("outside.txt"))))
                .as("the rights of any new file")
                .isTrue();
        assertThatThrownBy(() -> files().write("c.txt", file -> {
                    Files.writeString(file, "half");
                    throw new IOException("disk full");
                }))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("disk full");
        assertThatThrownBy(() -> files().write("deep", file -> {})).hasMessageContaining("folder of that name");
        assertThatThrownBy(() -> files().write("c.txt", file -> {
                    Files.writeString(file, "half");
                    cancellation.request();
                }))
                .isInstanceOf(CancelledException.class);
        assertThat(left()).containsExactly(folder.resolve("out/deep/b.txt"));
    }

    @Test
    void deletesWhatIsHalfWrittenWhenTheEngineCloses() throws IOException {
        Path[] half = new Path[1];
        files().write("d.txt", file -> {
            half[0] = file;
            Files.writeString(file, "half");
            temporaries.close();
            assertThat(file).doesNotExist();
            Files.writeString(file, "whole");
        });
        assertThat(half[0]).doesNotExist();
        assertThat(left()).containsExactly(folder.resolve("out/d.txt"));
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
        FolderFiles none = new FolderFiles(List.of(), Optional.empty(), Set.of(), temporaries, cancellation);
        assertThatThrownBy(() -> none.write("a.txt", file -> {})).hasMessageContaining("no output folder");
        assertThatThrownBy(() -> none.input("a.txt")).hasMessageContaining("no such file");
    }
}
