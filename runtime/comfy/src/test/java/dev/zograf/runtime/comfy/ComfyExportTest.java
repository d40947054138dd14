package dev.zograf.runtime.comfy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.runtime.json.WorkflowReader;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
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
                    assertThat(kinds(exported.prompt())).as("of empty latents").isSubsetOf(kinds(prompt(name)));
                    comesBack(first);
                }));
    }

    /** The classes that are imported alike, but are not alike for the original. */
    private static Set<String> kinds(ComfyPrompt prompt) {
        return prompt.nodes().values().stream()
                .map(ComfyPrompt.Node::classType)
                .filter(type -> type.startsWith("Empty") && type.endsWith("LatentImage"))
                .collect(Collectors.toSet());
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

    private static ComfyExport.Exported exported(String nodes, Map<String, String> values) {
        return EXPORT.of(
                WorkflowReader.read(
                                "{\"zograf\": 1, \"inputs\": {\"file\": {\"type\": \"text\"}, \"picture\": {\"type\": \"image\"}}, \"nodes\": {"
                                        + nodes + "}, \"outputs\": {\"image\": {\"from\": \"decode.image\"}}}")
                        .file()
                        .orElseThrow(),
                values);
    }

    private static final String MODEL =
            "\"model\": {\"type\": \"load-model@1\", \"in\": {\"model\": {\"from\": \"inputs.file\"}}},";

    private static final String DECODE =
            "\"decode\": {\"type\": \"decode@1\", \"in\": {\"vae\": {\"from\": \"model.vae\"}, \"latent\": {\"from\": \"%s.latent\"}}}";

    private static String sampled(String prompt, String more) {
        return MODEL + DECODE.formatted("sample") + """
                , "prompt": %s,
                "size": {"type": "empty-latent@1", "in": {"model": {"from": "model.denoiser"}, "width": 64, "height": 64}},
                "sample": {"type": "sample@1", "in": {"model": {"from": "model.denoiser"}, "positive": {"from": "prompt.conditioning"},
                  "negative": {"from": "prompt.conditioning"}, "latent": {"from": "size.latent"}%s}}
                """.formatted(prompt, more);
    }

    private static final String NAMED =
            ", \"sampler\": \"euler\", \"scheduler\": \"normal\", \"steps\": 4, \"cfg\": 5, \"seed\": 3, \"strength\": 1";

    private static String told(String type, String more) {
        return "{\"type\": \"" + type + "\", \"in\": {\"encoder\": {\"from\": \"model.text\"}, \"text\": " + more
                + "}}";
    }

    private static Object value(ComfyExport.Exported exported, String type, String input) {
        return exported.prompt().nodes().values().stream()
                .filter(node -> node.classType().equals(type))
                .map(node -> node.inputs().get(input).json())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void textsThatAreTakenLiterallyAreSpelledSoThatTheOriginalTakesThemSo() {
        for (String prompt : List.of(
                told("encode-text@1", "\"a (b) c\""), told("encode-prompt@1", "\"a (b) c\", \"syntax\": \"plain\""))) {
            ComfyExport.Exported exported = exported(sampled(prompt, NAMED), Map.of("file", "a.safetensors"));

            assertThat(exported.lost()).isEmpty();
            assertThat(value(exported, "CLIPTextEncode", "text")).isEqualTo("a \\(b\\) c");
            assertThat(exported.notes())
                    .singleElement()
                    .asString()
                    .startsWith("nodes.prompt: CLIPTextEncode takes a text of any length");
        }
    }

    @Test
    void textsThatMeanSomethingElseThereAreLost() {
        for (String text : List.of("\"a [b] c\"", "\"(a:1.2)\"", "\"a embedding:b\", \"syntax\": \"plain\"")) {
            ComfyExport.Exported exported =
                    exported(sampled(told("encode-prompt@1", text), NAMED), Map.of("file", "a.safetensors"));

            assertThat(exported.lost()).anyMatch(line -> line.startsWith("nodes.prompt: no class of ComfyUI"));
        }
    }

    @Test
    void whatTheClassDoesNotTakeIsLostAndMakesPlace() {
        String words =
                ", \"sampler\": \"auto\", \"scheduler\": \"normal\", \"steps\": 4, \"cfg\": 500, \"seed\": 3, \"strength\": 1";
        ComfyExport.Exported exported =
                exported(sampled(told("encode-text@1", "\"a\""), words), Map.of("file", "a.safetensors"));

        assertThat(exported.lost())
                .containsExactlyInAnyOrder(
                        "nodes.sample.in.sampler: KSampler takes no \"auto\" as its sampler_name; euler stands in its place.",
                        "nodes.sample.in.cfg: KSampler takes no cfg above 100.0, such as 500; 8.0 stands in its place.");
        assertThat(value(exported, "KSampler", "sampler_name")).isEqualTo("euler");
    }

    @Test
    void whatTheClassHasToBeGivenIsSaid() {
        String nodes =
                sampled(told("encode-text@1", "\"a\""), NAMED).replace(", \"latent\": {\"from\": \"size.latent\"}", "");
        ComfyExport.Exported exported = exported(nodes, Map.of("file", "a.safetensors"));

        assertThat(exported.lost())
                .contains(
                        "nodes.sample.in.latent: KSampler has to be given its latent_image, and the workflow leaves it out.");
        assertThat(exported.notes()).noneMatch(line -> line.contains("nodes.sample"));
    }

    @Test
    void inputsAreGivenValuesAndPicturesAreLoaded() {
        String nodes = MODEL + DECODE.formatted("encode")
                + ", \"encode\": {\"type\": \"encode@1\", \"in\": {\"vae\": {\"from\": \"model.vae\"}, \"image\": {\"from\": \"inputs.picture\"}}}";

        ComfyExport.Exported whole = exported(nodes, Map.of("file", "a.safetensors", "picture", "cat.png"));
        assertThat(whole.lost()).isEmpty();
        assertThat(value(whole, "LoadImage", "image")).isEqualTo("cat.png");
        assertThat(value(whole, "CheckpointLoaderSimple", "ckpt_name")).isEqualTo("a.safetensors");

        assertThat(exported(nodes, Map.of()).lost())
                .contains(
                        "inputs.picture: ComfyUI's prompts have no inputs, and it has no default. Say its value: --set picture=…",
                        "inputs.file: ComfyUI's prompts have no inputs, and it has no default. Say its value: --set file=…");
        assertThatThrownBy(() -> EXPORT.of(
                        WorkflowReader.read(
                                        "{\"zograf\": 1, \"inputs\": {\"on\": {\"type\": \"boolean\"}}, \"nodes\": {}, \"outputs\": {}}")
                                .file()
                                .orElseThrow(),
                        Map.of("on", "yes")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("inputs.on: \"yes\" is no value of the type boolean.");
        assertThatThrownBy(() -> exported(nodes, Map.of("fill", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("inputs.fill: There is no such input. The inputs are file, picture.");
    }
}
