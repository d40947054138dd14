package dev.zograf.runtime.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.json.JsonTree;
import dev.zograf.runtime.json.Problem;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names of files say what the editor, which alone knows titles and widgets, would have queued. */
class TextReplacementTest {

    private static final ComfyClasses CLASSES = ComfyClasses.core();
    private static final LocalDateTime NOW = LocalDateTime.of(2031, 4, 5, 16, 7, 8);

    private final List<String> notes = new ArrayList<>();

    private Object queued(String prefix, String classType) {
        String json = """
                {"nodes": [
                  {"id": 1, "type": "KSampler", "properties": {"Node name for S&R": "KSampler"},
                   "inputs": [{"name": "seed", "type": "INT", "link": 1, "widget": {"name": "seed"}},
                              {"name": "steps", "type": "INT", "link": 2, "widget": {"name": "steps"}}],
                   "widgets_values": [7, "fixed", 20, 7.5, "euler", "normal", 1.0]},
                  {"id": 2, "type": "PrimitiveNode", "title": "The Seed", "widgets_values": [1234, "fixed"], "outputs": [{"type": "INT"}]},
                  {"id": 3, "type": "EmptyLatentImage", "widgets_values": [640, 480, 1], "mode": 4},
                  {"id": 4, "type": "CLIPTextEncode", "title": "words", "widgets_values": ["a/b: \\"c\\"\\n"]},
                  {"id": 5, "type": "PrimitiveInt", "widgets_values": [30, "fixed"], "outputs": [{"type": "INT"}]},
                  {"id": 6, "type": "sub"},
                  {"id": 9, "type": "CLASS", "widgets_values": ["PREFIX"]}],
                 "links": [[1, 2, 0, 1, 0, "INT"], [2, 5, 0, 1, 1, "INT"]],
                 "definitions": {"subgraphs": [{"id": "sub", "nodes": [
                   {"id": 1, "type": "VAELoader", "title": "inner", "widgets_values": ["a.safetensors"]}], "links": []}]}}
                """.replace("CLASS", classType).replace("PREFIX", prefix);
        List<Problem> problems = new ArrayList<>();
        JsonTree.Obj tree = (JsonTree.Obj) JsonTree.read(json, problems).orElseThrow();
        EditorFlattener flattener =
                new EditorFlattener(new EditorReader(problems).graph(tree, ""), CLASSES, NOW, problems);
        ComfyPrompt prompt = flattener.prompt();
        assertThat(problems).isEmpty();
        notes.clear();
        notes.addAll(flattener.notes());
        return prompt.nodes().get("9").inputs().get("filename_prefix").json();
    }

    private Object queued(String prefix) {
        return queued(prefix, "SaveImage");
    }

    @Test
    void valuesAreFoundByTheNameForItThenByTitle() {
        assertThat(queued("a_%KSampler.seed%_%KSampler.cfg%_%KSampler.denoise%_%KSampler.sampler_name%"))
                .isEqualTo("a_1234_7.5_1_euler");
        assertThat(queued("%EmptyLatentImage.width%x%Empty Latent Image.height%"))
                .isEqualTo("640x480");
        assertThat(queued("%The Seed.value%/%inner.vae_name%")).isEqualTo("1234/a.safetensors");
        assertThat(queued("%KSampler.steps%"))
                .as("what another node computes is not known before it has run")
                .isEqualTo("20");
        assertThat(notes).isEmpty();
    }

    @Test
    void whatFilesCannotBeCalledBecomesAnUnderscore() {
        assertThat(queued("%words.text%.x")).isEqualTo("a_b_ _c__.x");
    }

    @Test
    void datesAreWrittenInTheirForm() {
        assertThat(queued("%date:yyyy-MM-dd%/%date:yy_M_d_hhmmss%%date:h yyy%"))
                .isEqualTo("2031-04-05/31_4_5_16070816 yyy");
    }

    @Test
    void whatIsForTheServerOrForNobodyStays() {
        assertThat(queued("%width%_%year%_100%")).isEqualTo("%width%_%year%_100%");
        assertThat(notes).isEmpty();
        assertThat(queued("%Nobody.seed% %KSampler.sed% %date:yyyy.MM%"))
                .isEqualTo("%Nobody.seed% %KSampler.sed% %date:yyyy.MM%");
        assertThat(notes).hasSize(3).allMatch(note -> note.contains("node 9"));
        assertThat(notes.get(0)).contains("%Nobody.seed%");
    }

    @Test
    void latentsToo() {
        assertThat(queued("%KSampler.seed%", "SaveLatent")).isEqualTo("1234");
    }

    /** The format that is queued has been through the editor. */
    @Test
    void whatIsQueuedIsLeftAsItIs() {
        ComfyFile file = ComfyFile.ofText(
                "{\"9\": {\"class_type\": \"SaveImage\", \"inputs\": {\"filename_prefix\": \"%date:yyyy% %KSampler.seed%\"}}}",
                CLASSES);

        assertThat(file.prompt()
                        .orElseThrow()
                        .nodes()
                        .get("9")
                        .inputs()
                        .get("filename_prefix")
                        .json())
                .isEqualTo("%date:yyyy% %KSampler.seed%");
    }
}
