package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.api.value.Image;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of InstructPix2Pix in files of the original layout, and what is said where the wrong node or model is used. */
class InstructFileTest {

    private static final String LOAD = "\"in\": { \"model\": { \"from\": \"inputs.model\" } }";

    @TempDir
    Path folder;

    private static Path tiny(String name) {
        return Checkout.file("graphs/src/test/resources/parity/_models/" + name);
    }

    private static Image paint(String workflow, Path model, Map<String, Path> more) {
        try (Zograf zograf = Zograf.builder().build()) {
            Workflow all = zograf.read(workflow)
                    .with("model", model)
                    .with("image", Checkout.file("graphs/pictures/txt2img.png"))
                    .with("side", 64);
            for (Map.Entry<String, Path> input : more.entrySet()) {
                all = all.with(input.getKey(), input.getValue());
            }
            return zograf.run(all).get("painted", Image.class);
        }
    }

    @Test
    void aSingleFilePaintsAsItsFolder() {
        Path original = tiny("sd15-pix2pix-tiny");
        Path file = folder.resolve("instruct.safetensors");
        CommandLine.Result converted = CommandLine.run("convert", original.toString(), file.toString());
        assertThat(converted.err()).isEmpty();
        String workflow = Checkout.text("graphs/workflows/instruct.json").replace("\"steps\": 20", "\"steps\": 2");
        String configured = workflow.replace(
                        LOAD,
                        LOAD.replace(
                                "inputs.model\" }", "inputs.model\" }, \"config\": { \"from\": \"inputs.config\" }"))
                .replaceFirst("\"inputs\": \\{", "\"inputs\": { \"config\": { \"type\": \"text\" },");

        assertThat(paint(configured, file, Map.of("config", original)).pixels().toArray())
                .isEqualTo(paint(workflow, original, Map.of()).pixels().toArray());
    }

    /** One picture and two instructions are two pictures; the first has the noise that it has alone. */
    @Test
    void severalInstructionsPaintSeveralPictures() {
        String one = Checkout.text("graphs/workflows/instruct.json")
                .replace("\"steps\": 20", "\"steps\": 2")
                .replace("euler_ancestral", "euler");
        String two = one.replace(
                "\"text\": { \"from\": \"inputs.prompt\" }", "\"text\": [\"make it autumn\", \"make it a pear\"]");
        Image both = paint(two, tiny("sd15-pix2pix-tiny"), Map.of());
        Image alone = paint(one, tiny("sd15-pix2pix-tiny"), Map.of());
        assertThat(both.batch()).isEqualTo(2);
        assertThat(both.get(0).pixels().toArray())
                .containsExactly(alone.pixels().toArray(), within(1e-3f));
        assertThat(both.get(1).pixels().toArray())
                .isNotEqualTo(both.get(0).pixels().toArray());
    }

    @Test
    void anotherModelIsToldWhichNodesItGoesWith() {
        String workflow = Checkout.text("graphs/workflows/instruct.json").replace("\"steps\": 20", "\"steps\": 2");
        assertThatThrownBy(() -> paint(workflow, tiny("sd15-inpaint9-tiny"), Map.of()))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("input has 9 channels")
                .hasMessageContaining("the model that it was made for");
        assertThatThrownBy(() -> paint(workflow, tiny("sd15-tiny"), Map.of()))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("leave inpaint-conditioning and instruct-conditioning out");
        assertThatThrownBy(() -> paint(workflow, tiny("sd-image-variations-tiny"), Map.of()))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("use load-variation-model");
        String plain = workflow.replace("told.positive", "prompt.conditioning")
                .replace("told.image", "prompt.conditioning")
                .replace("told.negative", "prompt.conditioning");
        assertThatThrownBy(() -> paint(plain, tiny("sd15-pix2pix-tiny"), Map.of()))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("connect the conditioning of an instruct-conditioning node");
    }
}
