package dev.zograf.runtime.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A workflow of ComfyUI that paints a picture, imported: what tests of the import put other nodes in. */
final class ImportedPainting {

    static final ComfyClasses CLASSES = ComfyClasses.core();

    /** A sampler after {@code 3}, of the latent of a node {@code 70}. */
    static final String SECOND_SAMPLER =
            "\"class_type\": \"KSampler\", \"inputs\": {\"model\": [\"4\", 0], \"seed\": 5, \"steps\": 20, \"cfg\": 8,"
                    + " \"sampler_name\": \"euler\", \"scheduler\": \"normal\", \"positive\": [\"6\", 0],"
                    + " \"negative\": [\"7\", 0], \"latent_image\": [\"70\", 0], \"denoise\": 0.5}";

    private ImportedPainting() {}

    /**
     * The whole workflow, with other nodes put in or in place of its own.
     *
     * @param others ids, and behind each the members of its node
     */
    static ImportedWorkflow imported(String... others) {
        Map<String, String> nodes = new LinkedHashMap<>();
        nodes.put(
                "4",
                "\"class_type\": \"CheckpointLoaderSimple\", \"inputs\": {\"ckpt_name\": \"sub\\\\a.safetensors\"}");
        nodes.put(
                "5",
                "\"class_type\": \"EmptyLatentImage\", \"inputs\": {\"width\": 512, \"height\": 768, \"batch_size\": 2}");
        nodes.put("6", "\"class_type\": \"CLIPTextEncode\", \"inputs\": {\"text\": \"yes\", \"clip\": [\"4\", 1]}");
        nodes.put("7", "\"class_type\": \"CLIPTextEncode\", \"inputs\": {\"text\": \"no\", \"clip\": [\"4\", 1]}");
        nodes.put(
                "3",
                "\"class_type\": \"KSampler\", \"inputs\": {\"model\": [\"4\", 0], \"seed\": 18446744073709551615, \"steps\": 20,"
                        + " \"cfg\": 8, \"sampler_name\": \"euler\", \"scheduler\": \"normal\", \"positive\": [\"6\", 0],"
                        + " \"negative\": [\"7\", 0], \"latent_image\": [\"5\", 0], \"denoise\": 1}");
        nodes.put("8", "\"class_type\": \"VAEDecode\", \"inputs\": {\"samples\": [\"3\", 0], \"vae\": [\"4\", 2]}");
        nodes.put(
                "9",
                "\"class_type\": \"SaveImage\", \"inputs\": {\"images\": [\"8\", 0], \"filename_prefix\": \"pre\"}");
        for (int i = 0; i < others.length; i += 2) {
            nodes.put(others[i], others[i + 1]);
        }
        List<String> members = new ArrayList<>();
        nodes.forEach((id, node) -> members.add("\"" + id + "\": {" + node + "}"));
        ComfyPrompt.Reading reading = ComfyPrompt.read("{" + String.join(",\n", members) + "}");
        assertThat(reading.problems()).isEmpty();
        return new ComfyImport(CLASSES).of(reading.prompt().orElseThrow(), "");
    }

    static NodeEntry node(ImportedWorkflow workflow, String id) {
        return workflow.file().nodes().get(id);
    }

    /** The value that a port has of its own, or by an input of the workflow. */
    static Object literal(ImportedWorkflow workflow, String id, String port) {
        Value value = node(workflow, id).in().get(port);
        return value instanceof Value.Reference reference
                ? workflow.file()
                        .inputs()
                        .get(reference.port())
                        .initial()
                        .orElseThrow()
                        .value()
                : ((Value.Literal) value).value();
    }
}
