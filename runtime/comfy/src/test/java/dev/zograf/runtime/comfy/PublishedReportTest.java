package dev.zograf.runtime.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How many of the published workflows, which need nothing but ComfyUI itself, are imported without loss; each other one says why. */
class PublishedReportTest {

    /** What docs/comfyui.md says. */
    private static final int WHOLE = 44;

    private static final int ALL = 47;

    private static final ComfyClasses CLASSES = ComfyClasses.core();

    @Test
    void asManyAreWholeAsTheDocumentationSays() {
        Map<String, List<String>> lossy = new TreeMap<>();
        for (String name : Published.names()) {
            ImportedWorkflow imported = new ComfyImport(CLASSES)
                    .of(ComfyPrompt.read(Published.text(name, "api")).prompt().orElseThrow(), "");
            assertThat(imported.problems()).as(name).isEmpty();
            assertThat(imported.unmapped())
                    .as(name)
                    .allSatisfy(entry -> assertThat(entry.reason()).isNotBlank());
            if (!imported.isComplete()) {
                lossy.put(name, imported.complaints());
            }
        }

        assertThat(Published.names()).hasSize(ALL);
        assertThat(ALL - lossy.size()).as("whole; not so: %s", lossy).isEqualTo(WHOLE);
    }

    /** Nothing is lost in silence: what has no counterpart is in the workflow under its own name, with its values. */
    @Test
    void whatIsLostIsStillInTheFile() {
        for (String name : Published.names()) {
            ImportedWorkflow imported = new ComfyImport(CLASSES)
                    .of(ComfyPrompt.read(Published.text(name, "api")).prompt().orElseThrow(), "");
            imported.unmapped().stream()
                    .filter(entry -> CLASSES.get(entry.classType())
                            .map(type -> !type.isMapped())
                            .orElse(true))
                    .forEach(entry -> assertThat(imported.file()
                                    .nodes()
                                    .get(imported.nodes().get(entry.node()).get(0))
                                    .type())
                            .isEqualTo("comfy." + entry.classType()));
        }
    }
}
