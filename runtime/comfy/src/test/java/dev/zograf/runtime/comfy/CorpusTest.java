package dev.zograf.runtime.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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
        ComfyClasses classes = ComfyClasses.core();
        List<String> lines = new ArrayList<>();
        Map<String, Integer> lost = new TreeMap<>();
        int workflows = 0;
        int whole = 0;
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("zograf.comfy.corpus")))) {
            for (Path path : files.filter(Files::isRegularFile).sorted().toList()) {
                ComfyFile file;
                try {
                    file = ComfyFile.read(path, classes);
                } catch (BadFileException e) {
                    continue;
                }
                if (file.prompt().isEmpty() || !file.problems().isEmpty()) {
                    continue;
                }
                ImportedWorkflow imported =
                        new ComfyImport(classes).of(file.prompt().get(), "");
                workflows++;
                whole += imported.isComplete() ? 1 : 0;
                imported.unmapped().stream()
                        .map(ImportedWorkflow.Unmapped::classType)
                        .distinct()
                        .forEach(type -> lost.merge(type, 1, Integer::sum));
                lines.add(path.getFileName() + (imported.isComplete() ? ": whole" : ""));
                imported.complaints().forEach(line -> lines.add("    " + line));
            }
        }
        lines.add(0, whole + " of " + workflows + " are imported without loss. Classes without counterpart: " + lost);
        Files.write(Path.of("target", "comfy-corpus.txt"), lines);

        assertThat(workflows).isPositive();
    }
}
