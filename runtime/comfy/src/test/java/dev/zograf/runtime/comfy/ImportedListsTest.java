package dev.zograf.runtime.comfy;

import static dev.zograf.runtime.comfy.ImportedPainting.CLASSES;
import static dev.zograf.runtime.comfy.ImportedPainting.SECOND_SAMPLER;
import static dev.zograf.runtime.comfy.ImportedPainting.imported;
import static dev.zograf.runtime.comfy.ImportedPainting.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists, which the original works on entry by entry. */
class ImportedListsTest {

    /** What is given a list runs once for each entry, and gives a list; a class that takes lists is given it as it is. */
    @Test
    void listsAreWorkedOnEntryByEntry() {
        ImportedWorkflow workflow = imported(
                "70", "\"class_type\": \"RebatchLatents\", \"inputs\": {\"latents\": [\"3\", 0], \"batch_size\": 1}",
                "71", SECOND_SAMPLER,
                "8", "\"class_type\": \"VAEDecode\", \"inputs\": {\"samples\": [\"71\", 0], \"vae\": [\"4\", 2]}",
                "72", "\"class_type\": \"RebatchImages\", \"inputs\": {\"images\": [\"8\", 0], \"batch_size\": 2}",
                "9",
                        "\"class_type\": \"SaveImage\", \"inputs\": {\"images\": [\"72\", 0], \"filename_prefix\": \"pre\"}");

        assertThat(workflow.complaints()).isEmpty();
        String again = workflow.nodes().get("71").get(0);
        assertThat(node(workflow, again).each()).containsExactly("latent");
        assertThat(node(workflow, workflow.nodes().get("8").get(0)).each()).containsExactly("latent");
        NodeEntry images = node(workflow, workflow.nodes().get("72").get(0));
        assertThat(images.each()).isEmpty();
        assertThat(images.in().get("images")).isInstanceOf(Value.Reference.class);
        assertThat(node(workflow, workflow.nodes().get("70").get(0)).in().get("latents"))
                .isInstanceOf(Value.Several.class);
        assertThat(node(workflow, workflow.nodes().get("3").get(0)).each()).isEmpty();
        ComfyExport.Exported exported = new ComfyExport(CLASSES, List.of()).of(workflow.file());
        assertThat(NativeShape.of(
                        new ComfyImport(CLASSES).of(exported.prompt(), "").file()))
                .isEqualTo(NativeShape.of(workflow.file()));
    }

    @Test
    void listsOfOtherOriginAndListsAmongSeveralAreLosses() {
        ImportedWorkflow apart = imported(
                "70", "\"class_type\": \"RebatchImages\", \"inputs\": {\"images\": [\"8\", 0], \"batch_size\": 1}",
                "71", "\"class_type\": \"RebatchImages\", \"inputs\": {\"images\": [\"8\", 0], \"batch_size\": 2}",
                "72",
                        "\"class_type\": \"ImageBlend\", \"inputs\": {\"image1\": [\"70\", 0], \"image2\": [\"71\", 0],"
                                + " \"blend_factor\": 0.5, \"blend_mode\": \"normal\"}",
                "9",
                        "\"class_type\": \"SaveImage\", \"inputs\": {\"images\": [\"72\", 0], \"filename_prefix\": \"pre\"}");
        ImportedWorkflow several = imported(
                "70", "\"class_type\": \"RebatchImages\", \"inputs\": {\"images\": [\"8\", 0], \"batch_size\": 1}",
                "72", "\"class_type\": \"ImageBatch\", \"inputs\": {\"image1\": [\"70\", 0], \"image2\": [\"8\", 0]}",
                "9",
                        "\"class_type\": \"SaveImage\", \"inputs\": {\"images\": [\"72\", 0], \"filename_prefix\": \"pre\"}");

        assertThat(apart.complaints()).singleElement().asString().contains("of different lengths");
        assertThat(several.complaints()).singleElement().asString().contains("is a list");
    }
}
