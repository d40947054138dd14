package dev.zograf.runtime.comfy;

import static dev.zograf.runtime.comfy.ImportedPainting.CLASSES;
import static dev.zograf.runtime.comfy.ImportedPainting.imported;
import static dev.zograf.runtime.comfy.ImportedPainting.literal;
import static dev.zograf.runtime.comfy.ImportedPainting.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.json.WorkflowReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComfyImportTest {

    @Test
    void writesAWorkflowThatIsReadAgain() {
        ImportedWorkflow workflow = imported();

        assertThat(workflow.complaints()).isEmpty();
        assertThat(WorkflowReader.read(workflow.toJson()).problems()).isEmpty();
        assertThat(literal(workflow, "sampler", "seed")).isEqualTo(-1L);
        assertThat(literal(workflow, "model", "model")).isEqualTo("sub/a.safetensors");
        assertThat(workflow.inputs().get("seed")).isEqualTo(new ImportedWorkflow.Origin("3", "seed"));
    }

    @Test
    void titlesBecomeIds() {
        ImportedWorkflow workflow = imported(
                "6",
                "\"class_type\": \"CLIPTextEncode\", \"_meta\": {\"title\": \"Котка: the prompt!\"}, \"inputs\": {\"text\": \"yes\", \"clip\": [\"4\", 1]}");

        assertThat(workflow.nodes()).containsEntry("6", List.of("котка-the-prompt"));
    }

    @Test
    void skippedLayersGoWithTheEncoder() {
        ImportedWorkflow workflow = imported(
                "10",
                        "\"class_type\": \"CLIPSetLastLayer\", \"inputs\": {\"stop_at_clip_layer\": -2, \"clip\": [\"4\", 1]}",
                "11",
                        "\"class_type\": \"LoraLoader\", \"inputs\": {\"model\": [\"4\", 0], \"clip\": [\"10\", 0], \"lora_name\": \"l\", \"strength_model\": 1, \"strength_clip\": 1}",
                "6", "\"class_type\": \"CLIPTextEncode\", \"inputs\": {\"text\": \"yes\", \"clip\": [\"11\", 1]}");

        assertThat(literal(workflow, "positive", "lastLayer")).isEqualTo(-2L);
        assertThat(node(workflow, "negative").in()).doesNotContainKey("lastLayer");
    }

    /** The noise on a picture that is told follows from the seed of whoever samples it in the end; nothing else is written twice. */
    @Test
    void picturesKnowTheSeedOfTheirSampler() {
        String sampler =
                "\"class_type\": \"KSampler\", \"inputs\": {\"model\": [\"4\", 0], \"seed\": %d, \"steps\": 20,"
                        + " \"cfg\": 8, \"sampler_name\": \"euler\", \"scheduler\": \"normal\", \"positive\": [\"%s\", 0],"
                        + " \"negative\": [\"7\", 0], \"latent_image\": [\"5\", 0], \"denoise\": 1}";
        ImportedWorkflow workflow = imported(
                "20", "\"class_type\": \"LoadImage\", \"inputs\": {\"image\": \"cat.png\"}",
                "21", "\"class_type\": \"CLIPVisionLoader\", \"inputs\": {\"clip_name\": \"g.safetensors\"}",
                "22",
                        "\"class_type\": \"CLIPVisionEncode\", \"inputs\": {\"clip_vision\": [\"21\", 0], \"image\": [\"20\", 0], \"crop\": \"center\"}",
                "23",
                        "\"class_type\": \"unCLIPConditioning\", \"inputs\": {\"conditioning\": [\"6\", 0], \"clip_vision_output\": [\"22\", 0], \"strength\": 1, \"noise_augmentation\": 0}",
                "3", String.format(sampler, 5, "23"),
                "30", String.format(sampler, 6, "23"),
                "31", "\"class_type\": \"VAEDecode\", \"inputs\": {\"samples\": [\"30\", 0], \"vae\": [\"4\", 2]}",
                "32", "\"class_type\": \"PreviewImage\", \"inputs\": {\"images\": [\"31\", 0]}");

        assertThat(workflow.complaints()).isEmpty();
        assertThat(workflow.nodes().get("23")).hasSize(2);
        assertThat(workflow.nodes().get("23"))
                .extracting(id -> literal(workflow, id, "seed"))
                .containsExactlyInAnyOrder(5L, 6L);
        assertThat(workflow.nodes().get("22")).hasSize(1);
        assertThat(workflow.nodes().get("5")).hasSize(1);
    }

    @Test
    void scheduleOfNoModelIsWrittenForEachThatUsesIt() {
        String custom =
                "\"class_type\": \"SamplerCustom\", \"inputs\": {\"model\": [\"%s\", 0], \"add_noise\": true, \"noise_seed\": 1,"
                        + " \"cfg\": 4, \"positive\": [\"6\", 0], \"negative\": [\"7\", 0], \"sampler\": [\"21\", 0], \"sigmas\": [\"20\", 0],"
                        + " \"latent_image\": [\"5\", 0]}";
        ImportedWorkflow workflow = imported(
                "20",
                        "\"class_type\": \"KarrasScheduler\", \"inputs\": {\"steps\": 9, \"sigma_max\": 14, \"sigma_min\": 0.1, \"rho\": 7}",
                "21", "\"class_type\": \"KSamplerSelect\", \"inputs\": {\"sampler_name\": \"euler\"}",
                "22", "\"class_type\": \"RescaleCFG\", \"inputs\": {\"model\": [\"4\", 0], \"multiplier\": 0.7}",
                "3", String.format(custom, "4"),
                "30", String.format(custom, "22"),
                "31", "\"class_type\": \"VAEDecode\", \"inputs\": {\"samples\": [\"30\", 0], \"vae\": [\"4\", 2]}",
                "32", "\"class_type\": \"PreviewImage\", \"inputs\": {\"images\": [\"31\", 0]}");

        assertThat(workflow.complaints()).isEmpty();
        assertThat(workflow.nodes().get("20")).hasSize(2);
        assertThat(workflow.nodes().get("5")).hasSize(2);
        assertThat(workflow.nodes().get("21")).hasSize(1);
        assertThat(workflow.results()).extracting(ImportedWorkflow.Result::kind).containsExactly("output", "temp");
    }

    @Test
    void levelsInATextBecomeAListAndGoBack() {
        ImportedWorkflow workflow = imported(
                "20", "\"class_type\": \"ManualSigmas\", \"inputs\": {\"sigmas\": \"14.6, 2;.5 and 0\"}",
                "21",
                        "\"class_type\": \"SamplerDPMPP_SDE\", \"inputs\": {\"eta\": 1, \"s_noise\": 1, \"r\": 0.25, \"noise_device\": \"cpu\"}",
                "3",
                        "\"class_type\": \"SamplerCustom\", \"inputs\": {\"model\": [\"4\", 0], \"add_noise\": true, \"noise_seed\": 1,"
                                + " \"cfg\": 4, \"positive\": [\"6\", 0], \"negative\": [\"7\", 0], \"sampler\": [\"21\", 0],"
                                + " \"sigmas\": [\"20\", 0], \"latent_image\": [\"5\", 0]}");

        assertThat(workflow.complaints()).isEmpty();
        NodeEntry schedule = node(workflow, workflow.nodes().get("20").get(0));
        assertThat(((Value.Several) schedule.in().get("sigmas")).values())
                .extracting(value -> ((Value.Literal) value).value())
                .containsExactly(14.6, 2.0, 0.5, 0.0);
        assertThat(literal(workflow, workflow.nodes().get("21").get(0), "middle"))
                .isEqualTo(0.25);
        assertThat(WorkflowReader.read(workflow.toJson()).problems()).isEmpty();
        assertThat(Conversion.NUMBERS.toComfy(List.of(14.6, 2.0, 0.5, 0.0))).contains("14.6, 2.0, 0.5, 0.0");
        assertThat(Conversion.NUMBERS.toNative("none")).isEmpty();
    }

    @Test
    void latentsAreSavedUnderNumberedNames() {
        ImportedWorkflow workflow = imported(
                "70",
                "\"class_type\": \"SaveLatent\", \"inputs\": {\"samples\": [\"3\", 0], \"filename_prefix\": \"latents/cat\"}");
        ImportedWorkflow dated = imported(
                "70",
                "\"class_type\": \"SaveLatent\", \"inputs\": {\"samples\": [\"3\", 0], \"filename_prefix\": \"%year%/cat\"}");

        assertThat(workflow.complaints()).isEmpty();
        NodeEntry saved = node(workflow, workflow.nodes().get("70").get(0));
        assertThat(saved.type()).isEqualTo("save-latent");
        assertThat(((Value.Literal) saved.in().get("name")).value()).isEqualTo("latents/cat");
        assertThat(((Value.Literal) saved.in().get("numbered")).value()).isEqualTo(true);
        assertThat(dated.complaints()).isEmpty();
        assertThat(((Value.Literal)
                                node(dated, dated.nodes().get("70").get(0)).in().get("name"))
                        .value())
                .isEqualTo("%year%/cat");
    }

    /** A picture with its transparency is for what saves or shows it; what else is given it says so. */
    @Test
    void picturesWithTransparencyAreSaved() {
        String join =
                "\"class_type\": \"JoinImageWithAlpha\", \"inputs\": {\"image\": [\"8\", 0], \"alpha\": [\"41\", 0]}";
        String mask = "\"class_type\": \"SolidMask\", \"inputs\": {\"value\": 0.5, \"width\": 64, \"height\": 64}";
        String save =
                "\"class_type\": \"SaveImage\", \"inputs\": {\"images\": [\"40\", 0], \"filename_prefix\": \"clear\"}";
        ImportedWorkflow saved = imported("40", join, "41", mask, "9", save);
        ImportedWorkflow scaled = imported(
                "40",
                join,
                "41",
                mask,
                "42",
                "\"class_type\": \"ImageInvert\", \"inputs\": {\"image\": [\"40\", 0]}",
                "9",
                save.replace("40", "42"));

        assertThat(saved.complaints()).isEmpty();
        NodeEntry node = node(saved, saved.nodes().get("9").get(0));
        assertThat(node.type()).isEqualTo("save-image");
        assertThat(node.in()).containsOnlyKeys("image", "transparent", "name");
        assertThat(saved.results())
                .singleElement()
                .satisfies(result -> assertThat(result.prefix()).isEqualTo("clear"));
        ComfyExport.Exported exported = new ComfyExport(CLASSES, List.of()).of(saved.file());
        assertThat(exported.lost()).isEmpty();
        assertThat(NativeShape.of(
                        new ComfyImport(CLASSES).of(exported.prompt(), "").file()))
                .isEqualTo(NativeShape.of(saved.file()));
        assertThat(scaled.complaints())
                .anyMatch(line -> line.startsWith("node 42 (ImageInvert")
                        && line.contains("several things for one here, which it cannot take: picture, transparent"));
    }

    @Test
    void manyNodesAndLongChainsAreNoTrouble() {
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 20_000; i++) {
            many.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(i)
                    .append("\":{\"class_type\":\"X")
                    .append(i % 7)
                    .append("\",\"inputs\":{}}");
        }
        StringBuilder chain = new StringBuilder(
                "{\"0\":{\"class_type\":\"EmptyLatentImage\",\"inputs\":{\"width\":64,\"height\":64,\"batch_size\":1}}");
        for (int i = 1; i < 20_000; i++) {
            chain.append(",\"")
                    .append(i)
                    .append("\":{\"class_type\":\"LatentMultiply\",\"inputs\":{\"samples\":[\"")
                    .append(i - 1)
                    .append("\",0],\"multiplier\":1}}");
        }

        assertThat(new ComfyImport(CLASSES)
                        .of(
                                ComfyPrompt.read(many.append('}').toString())
                                        .prompt()
                                        .orElseThrow(),
                                "")
                        .unmapped())
                .hasSize(20_000);
        assertThat(new ComfyImport(CLASSES)
                        .of(
                                ComfyPrompt.read(chain.append('}').toString())
                                        .prompt()
                                        .orElseThrow(),
                                "")
                        .complaints())
                .singleElement()
                .asString()
                .contains("follow one another");
    }
}
