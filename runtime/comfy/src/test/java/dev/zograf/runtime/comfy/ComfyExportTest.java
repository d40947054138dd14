package dev.zograf.runtime.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.json.WorkflowReader;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ComfyExportTest {

    private static final ComfyClasses CLASSES = ComfyClasses.core();
    private static final ComfyExport EXPORT = new ComfyExport(CLASSES, List.of());

    private static ImportedWorkflow imported(ComfyPrompt prompt) {
        return new ComfyImport(CLASSES).of(prompt, "");
    }

    private static void comesBack(ImportedWorkflow first) {
        ComfyExport.Exported exported =
                EXPORT.of(WorkflowReader.read(first.toJson()).file().orElseThrow());
        ImportedWorkflow again = imported(exported.prompt());

        assertThat(again.complaints()).as("%s", exported.lost()).isEmpty();
        assertThat(NativeShape.of(again.file())).as("%s", exported.lost()).isEqualTo(NativeShape.of(first.file()));
    }

    /** What was imported whole and is exported is the same workflow when it is imported again. */
    @TestFactory
    Stream<DynamicTest> publishedWorkflowsComeBack() {
        return Published.names().stream()
                .filter(name -> imported(prompt(name)).isComplete())
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    ImportedWorkflow first = imported(prompt(name));
                    ComfyExport.Exported exported =
                            EXPORT.of(WorkflowReader.read(first.toJson()).file().orElseThrow());

                    assertThat(exported.lost()).isEmpty();
                    comesBack(first);
                }));
    }

    private static ComfyPrompt prompt(String name) {
        return ComfyPrompt.read(Published.text(name, "api")).prompt().orElseThrow();
    }

    @Test
    void randomGraphsComeBack() {
        Random random = new Random(3);
        int whole = 0;
        for (int i = 0; i < 300; i++) {
            ImportedWorkflow first = imported(RandomPrompt.of(random, CLASSES));
            assertThat(first.problems()).isEmpty();
            if (first.unmapped().isEmpty()) {
                comesBack(first);
                whole++;
            }
        }
        assertThat(whole).isGreaterThan(100);
    }

    /** The solver of the original has to be given a model, which ours finds out by itself. */
    @Test
    void whatHasToBeThereAndChangesNothingIsGivenWhatThereIs() {
        ComfyPrompt prompt = ComfyPrompt.read("""
                        {"4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "a.safetensors"}},
                         "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 64, "batch_size": 1}},
                         "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a", "clip": ["4", 1]}},
                         "1": {"class_type": "SamplerSASolver", "inputs": {"model": ["4", 0], "eta": 0.5, "s_noise": 0.75}},
                         "2": {"class_type": "KarrasScheduler", "inputs": {"steps": 4}},
                         "3": {"class_type": "SamplerCustom", "inputs": {"model": ["4", 0], "add_noise": true, "noise_seed": 1, "cfg": 8.0,
                               "positive": ["6", 0], "negative": ["6", 0], "sampler": ["1", 0], "sigmas": ["2", 0], "latent_image": ["5", 0]}},
                         "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
                         "9": {"class_type": "SaveImage", "inputs": {"images": ["8", 0]}}}
                        """).prompt().orElseThrow();

        ComfyExport.Exported exported = EXPORT.of(imported(prompt).file());

        assertThat(exported.prompt().nodes().values())
                .filteredOn(node -> node.classType().equals("SamplerSASolver"))
                .singleElement()
                .satisfies(node -> {
                    ComfyPrompt.Link model = (ComfyPrompt.Link) node.inputs().get("model");
                    assertThat(exported.prompt().nodes().get(model.node()).classType())
                            .isEqualTo("CheckpointLoaderSimple");
                    assertThat(node.inputs().get("eta").json()).isEqualTo(0.5);
                });
    }

    @Test
    void listsWhatHasNoCounterpart() {
        ComfyExport.Exported exported =
                EXPORT.of(WorkflowReader.read("""
                        { "zograf": 1,
                          "inputs": { "model": { "type": "text", "default": "a.safetensors" } },
                          "nodes": {
                            "model": { "type": "load-model@1", "in": { "model": { "from": "inputs.model" }, "ema": true } },
                            "sheet": { "type": "contact-sheet@1", "in": { "images": { "from": "decode.image" } } },
                            "decode": { "type": "decode@1", "in": { "vae": { "from": "model.vae" }, "latent": { "from": "gone.latent" } } },
                            "other": { "type": "noise@1" } },
                          "outputs": { "image": { "from": "decode.image" }, "sheet": { "from": "sheet.image" } } }
                        """).file().orElseThrow());

        assertThat(exported.lost())
                .anyMatch(line -> line.startsWith("nodes.sheet: "))
                .anyMatch(line -> line.startsWith("nodes.model.in.ema: "))
                .anyMatch(line -> line.startsWith("nodes.gone: "));
        assertThat(exported.notes()).singleElement().asString().startsWith("nodes.other: noise was left out");
        assertThat(exported.nodes()).containsKey("decode");
    }
}
