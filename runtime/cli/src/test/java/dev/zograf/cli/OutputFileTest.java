package dev.zograf.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputFileTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "a red apple, a-red-apple.png",
        "'  A red,  apple! ', a-red-apple.png",
        "червена ябълка, червена-ябълка.png",
        "../../etc/passwd, etc-passwd.png",
        "'…', zograf.png"
    })
    void namesAFileAsThePromptReads(String prompt, String name) {
        assertThat(OutputFile.forPrompt(folder, prompt).name()).isEqualTo(name);
    }

    @Test
    void cutsALongPrompt() {
        assertThat(OutputFile.forPrompt(folder, "apple ".repeat(100)).name()).hasSizeLessThan(70);
    }

    @Test
    void replacesNothingThatWasNotNamed() throws IOException {
        Files.createFile(folder.resolve("apple.png"));
        Files.createFile(folder.resolve("apple-2-1.png"));

        assertThat(OutputFile.forPrompt(folder, "apple").name()).isEqualTo("apple-3.png");
    }

    @Test
    void takesTheNamedFileAndMakesNoFolderYet() {
        OutputFile file = OutputFile.of(folder.resolve("new/deep/apple.jpg"));

        assertThat(file.name()).isEqualTo("apple.jpg");
        assertThat(file.folder()).isEqualTo(folder.resolve("new/deep"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void addsAnExtension() {
        assertThat(OutputFile.of(folder.resolve("apple")).name()).isEqualTo("apple.png");
    }

    @Test
    void refusesWhatCannotBeWritten() throws IOException {
        Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> OutputFile.of(folder))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("This is a folder");
        assertThatThrownBy(() -> OutputFile.of(folder.resolve("file/apple.png")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("choose another place with -o");
    }
}
