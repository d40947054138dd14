package dev.zograf.runtime.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Imports all workflows of a folder and writes what came of it to {@code target/comfy-corpus.txt}: {@code -Dzograf.comfy.corpus=DIR}, such
 * as the folder {@code templates} of the package {@code comfyui-workflow-templates-json}.
 */
@EnabledIfSystemProperty(named = "zograf.comfy.corpus", matches = ".+")
class CorpusTest {

    @Test
    void importsAFolder() throws IOException {
        CorpusReport report = CorpusReport.of(Path.of(System.getProperty("zograf.comfy.corpus")), ComfyClasses.core());
        Files.write(Path.of("target", "comfy-corpus.txt"), report.lines());

        assertThat(report.entries()).isNotEmpty();
        assertThat(report.entries())
                .allSatisfy(entry -> assertThat(
                                entry.whole() || entry.complaints().stream().noneMatch(String::isBlank))
                        .isTrue());
    }
}
