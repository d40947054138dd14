package dev.zograf.runtime.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.json.Value;
import org.junit.jupiter.api.Test;

/** What ComfyUI does not look at, or leaves out, and what its author left open. */
class LeftOutTest {

    private static final ComfyClasses CLASSES = ComfyClasses.core();
    private static final String PICTURE = """
            "1": {"class_type": "LoadImage", "inputs": {"image": "cat.png"}},
            "2": {"class_type": "ImageInvert", "inputs": {"image": ["1", 0]}},
            "3": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": "a"}}""";

    private static ComfyFile read(String nodes) {
        return ComfyFile.ofText("{" + nodes + "}", CLASSES);
    }

    private static ImportedWorkflow imported(String nodes) {
        return new ComfyImport(CLASSES).of(read(nodes).prompt().orElseThrow(), "");
    }

    @Test
    void whatNoOutputNeedsIsInTheFileButNotInWhatRuns() {
        ImportedWorkflow workflow = imported(PICTURE + """
                , "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "none.safetensors"}},
                "5": {"class_type": "CLIPTextEncode", "inputs": {"text": "x", "clip": ["4", 1]}}""");

        assertThat(workflow.complaints()).isEmpty();
        assertThat(workflow.spare()).containsExactly("4", "5");
        assertThat(workflow.file().nodes().values()).extracting("type").contains("load-model", "encode-prompt");
        assertThat(workflow.needed().nodes().values())
                .extracting("type")
                .containsExactlyInAnyOrder("load-image", "contrib.invert-image");
        assertThat(workflow.needed().inputs()).containsOnlyKeys("image");
        assertThat(workflow.needed().outputs()).isEqualTo(workflow.file().outputs());
        assertThat(imported(PICTURE).spare()).isEmpty();
        assertThat(imported(PICTURE).needed()).isEqualTo(imported(PICTURE).file());
    }

    /** Of several outputs those run that can be had. */
    @Test
    void outputsThatLackSomethingAreLeftOutBesideOthers() {
        String lacking = """
                "6": {"class_type": "SaveImage", "inputs": {"filename_prefix": "b"}},
                "7": {"class_type": "VAEDecode", "inputs": {"samples": ["99", 0]}},
                "8": {"class_type": "PreviewImage", "inputs": {"images": ["7", 0]}}""";
        ImportedWorkflow some = imported(PICTURE + "," + lacking);
        ImportedWorkflow none = imported(lacking);

        assertThat(some.complaints()).isEmpty();
        assertThat(some.results()).extracting(ImportedWorkflow.Result::node).containsExactly("3");
        assertThat(some.notes())
                .anyMatch(note ->
                        note.startsWith("Node 6 (SaveImage) was left out, since there are outputs that can be had")
                                && note.contains("\"images\""))
                .anyMatch(note -> note.startsWith("Node 8 (PreviewImage) was left out, since there are"));
        assertThat(none.complaints()).hasSize(3);
    }

    @Test
    void whatItsAuthorLeftOpenIsAskedFor() {
        ImportedWorkflow workflow = imported(PICTURE.replace("\"image\": \"cat.png\"", ""));

        assertThat(workflow.complaints()).isEmpty();
        assertThat(workflow.file().inputs().get("image").initial()).isEmpty();
        assertThat(workflow.file().inputs().get("image").type()).isEqualTo("text");
        String load = workflow.nodes().get("1").get(0);
        assertThat(workflow.file().nodes().get(load).in().get("image"))
                .isInstanceOfSatisfying(
                        Value.Reference.class,
                        link -> assertThat(link.isInput()).isTrue());
        assertThat(workflow.notes())
                .anyMatch(note -> note.contains("image of node 1") && note.contains("has to be given"));
    }

    @Test
    void commentsAmongNodesAreLeftOutOfFiles() {
        ComfyFile file = read("\"_comment\": \"two nodes\", \"_info\": {\"by\": \"me\"}, " + PICTURE);

        assertThat(file.problems()).isEmpty();
        assertThat(file.prompt().orElseThrow().nodes()).containsOnlyKeys("1", "2", "3");
        assertThat(file.notes()).hasSize(2).anyMatch(note -> note.contains("\"_info\""));
        assertThat(read("\"comment\": \"two nodes\", " + PICTURE).problems()).hasSize(1);
        assertThat(ComfyPrompt.read("{\"_comment\": \"two nodes\", " + PICTURE + "}")
                        .problems())
                .as("the server refuses what is no node")
                .hasSize(1);
    }
}
