package dev.zograf.runtime.comfy;

import static dev.zograf.runtime.comfy.ImportedPainting.SECOND_SAMPLER;
import static dev.zograf.runtime.comfy.ImportedPainting.imported;
import static dev.zograf.runtime.comfy.ImportedPainting.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import org.junit.jupiter.api.Test;

/** What an import says of what it cannot take, and of what is wrong. */
class ImportLossesTest {

    @Test
    void listsWhatHasNoCounterpartAndKeepsIt() {
        ImportedWorkflow workflow = imported(
                "40",
                        "\"class_type\": \"FaceDetailer\", \"_meta\": {\"title\": \"faces\"}, \"inputs\": {\"image\": [\"8\", 0], \"steps\": 5}",
                "9",
                        "\"class_type\": \"SaveImage\", \"inputs\": {\"images\": [\"40\", 0], \"filename_prefix\": \"pre\"}");

        assertThat(workflow.isComplete()).isFalse();
        assertThat(workflow.unmapped()).singleElement().satisfies(lost -> {
            assertThat(lost.node()).isEqualTo("40");
            assertThat(lost.pack()).isEqualTo("comfyui-impact-pack");
            assertThat(lost.toString()).startsWith("node 40 (FaceDetailer \"faces\", of comfyui-impact-pack): ");
        });
        assertThat(node(workflow, "faces").type()).isEqualTo("comfy.FaceDetailer");
        assertThat(node(workflow, "faces").in()).containsOnlyKeys("image");
        assertThat(workflow.toJson()).contains("\"steps\" : 5");
    }

    /** Near is what the table names, or what stands for the class with other values. */
    @Test
    void losesNameWhatIsNear() {
        ImportedWorkflow references = imported(
                "40",
                "\"class_type\": \"StableCascade_EmptyLatentImage\", \"inputs\": {}",
                "41",
                "\"class_type\": \"StableCascade_StageB_Conditioning\", \"inputs\": {\"conditioning\": [\"6\", 0], \"stage_c\": [\"40\", 0]}",
                "3",
                SECOND_SAMPLER.replace("[\"6\", 0]", "[\"41\", 0]").replace("[\"70\", 0]", "[\"40\", 0]"));
        ImportedWorkflow shrunk = imported(
                "40",
                "\"class_type\": \"PatchModelAddDownscale\", \"inputs\": {\"model\": [\"4\", 0], \"downscale_method\": \"bislerp\"}",
                "3",
                SECOND_SAMPLER.replace("[\"4\", 0]", "[\"40\", 0]").replace("[\"70\", 0]", "[\"5\", 0]"));

        assertThat(references.complaints())
                .anyMatch(line -> line.startsWith("node 41 (StableCascade_StageB_Conditioning, of ComfyUI itself): ")
                        && line.endsWith("Nearest here: upscale."))
                .anyMatch(line -> line.startsWith("node 40 (StableCascade_EmptyLatentImage")
                        && line.endsWith("Nearest here: empty-latent."));
        assertThat(shrunk.complaints()).singleElement().asString().endsWith("Nearest here: deep-shrink.");
    }

    @Test
    void valuesWithoutCounterpartAreLosses() {
        ImportedWorkflow workflow = imported(
                "4", "\"class_type\": \"UNETLoader\", \"inputs\": {\"unet_name\": \"u\", \"weight_dtype\": \"int4\"}",
                "50", "\"class_type\": \"CheckpointLoaderSimple\", \"inputs\": {\"ckpt_name\": \"b\"}",
                "6", "\"class_type\": \"CLIPTextEncode\", \"inputs\": {\"text\": \"yes\", \"clip\": [\"50\", 1]}",
                "7", "\"class_type\": \"CLIPTextEncode\", \"inputs\": {\"text\": \"no\", \"clip\": [\"50\", 1]}",
                "8", "\"class_type\": \"VAEDecode\", \"inputs\": {\"samples\": [\"3\", 0], \"vae\": [\"50\", 2]}");

        assertThat(workflow.unmapped())
                .singleElement()
                .satisfies(lost ->
                        assertThat(lost.reason()).contains("The value int4 of weight_dtype has no counterpart"));
    }

    @Test
    void whatNoOutputNeedsIsNoLossUnlessItMaySaveSomething() {
        ImportedWorkflow idle =
                imported("60", "\"class_type\": \"PhotoMakerLoader\", \"inputs\": {\"photomaker_model_name\": \"p\"}");
        ImportedWorkflow saving = imported("60", "\"class_type\": \"SaveVideo9\", \"inputs\": {\"video\": [\"8\", 0]}");

        assertThat(idle.isComplete()).isTrue();
        assertThat(idle.notes()).anyMatch(note -> note.startsWith("Node 60 (PhotoMakerLoader) was left out"));
        assertThat(saving.unmapped())
                .extracting(ImportedWorkflow.Unmapped::node)
                .containsExactly("60");
    }

    /** The original does not look at nodes that no output needs: what they lack is no mistake. */
    @Test
    void whatNodesLackThatNoOutputNeedsIsNoMistake() {
        ImportedWorkflow workflow = imported(
                "60", "\"class_type\": \"VAEEncode\", \"inputs\": {\"pixels\": [\"8\", 0]}",
                "61", "\"class_type\": \"LatentUpscale\", \"inputs\": {\"samples\": [\"99\", 0], \"width\": \"wide\"}",
                "62",
                        "\"class_type\": \"LatentFlip\", \"inputs\": {\"samples\": [\"60\", 0], \"flip_method\": \"x-axis: vertically\"}");

        assertThat(workflow.complaints()).isEmpty();
        assertThat(workflow.file().nodes().values())
                .extracting(NodeEntry::type)
                .doesNotContain("encode", "scale-latent", "flip-latent");
        assertThat(workflow.notes())
                .anyMatch(note -> note.startsWith("Node 60 (VAEEncode) was left out") && note.contains("\"vae\""))
                .anyMatch(note -> note.startsWith("Node 61 (LatentUpscale) was left out"))
                .anyMatch(note ->
                        note.startsWith("Node 62 (LatentFlip) was left out") && note.contains("what node 60 gives"));
    }

    @Test
    void namesBrokenLinksCirclesAndMissingInputs() {
        assertThat(imported(
                                "8",
                                "\"class_type\": \"VAEDecode\", \"inputs\": {\"samples\": [\"99\", 0], \"vae\": [\"4\", 7]}")
                        .complaints())
                .anyMatch(line -> line.contains("a node \"99\", which there is not"))
                .anyMatch(line -> line.contains("has no output 7"));
        assertThat(imported(
                                "5",
                                "\"class_type\": \"LatentFlip\", \"inputs\": {\"samples\": [\"3\", 0], \"flip_method\": \"x-axis: vertically\"}")
                        .complaints())
                .anyMatch(line -> line.contains("lead in a circle"));
        assertThat(imported("8", "\"class_type\": \"VAEDecode\", \"inputs\": {\"samples\": [\"3\", 0]}")
                        .complaints())
                .anyMatch(line -> line.contains("lacks its input \"vae\""));
        assertThat(imported(
                                "5",
                                "\"class_type\": \"EmptyLatentImage\", \"inputs\": {\"width\": \"wide\", \"height\": 64, \"batch_size\": 1}")
                        .complaints())
                .anyMatch(line -> line.contains("takes INT, and wide is not"));
    }
}
