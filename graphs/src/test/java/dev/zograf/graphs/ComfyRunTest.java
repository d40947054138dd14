package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.api.value.Image;
import dev.zograf.runtime.comfy.ComfyClasses;
import dev.zograf.runtime.comfy.ComfyExport;
import dev.zograf.runtime.comfy.ComfyImport;
import dev.zograf.runtime.comfy.ComfyPrompt;
import dev.zograf.runtime.comfy.ImportedWorkflow;
import dev.zograf.runtime.json.WorkflowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Workflows of ComfyUI run here, and make the picture that a workflow of our own makes, to the last bit. */
class ComfyRunTest {

    private static final String FOLDER = "graphs/src/test/resources/comfy";
    private static final ComfyClasses CLASSES = ComfyClasses.core();

    private static Zograf zograf;

    @BeforeAll
    static void open() {
        zograf = Zograf.builder()
                .models(Checkout.file("graphs"), Checkout.file("graphs/src/test/resources/parity/_models"))
                .input(Checkout.file("graphs/pictures"))
                .build();
    }

    @AfterAll
    static void close() {
        zograf.close();
    }

    private static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(Checkout.file(FOLDER))) {
            return files
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".api.json"))
                    .map(name -> name.replace(".api.json", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static ImportedWorkflow imported(String prompt) {
        ImportedWorkflow imported =
                new ComfyImport(CLASSES).of(ComfyPrompt.read(prompt).prompt().orElseThrow(), "");
        assertThat(imported.complaints()).isEmpty();
        return imported;
    }

    private static Image run(String workflow) {
        return zograf.run(zograf.read(workflow)).get(output(workflow), Image.class);
    }

    private static String output(String workflow) {
        return WorkflowReader.read(workflow)
                .file()
                .orElseThrow()
                .outputs()
                .keySet()
                .iterator()
                .next();
    }

    @TestFactory
    Stream<DynamicTest> eachMakesThePictureOfItsCounterpart() throws IOException {
        return names().map(name -> DynamicTest.dynamicTest(name, () -> {
            Image made = run(
                    imported(Checkout.text(FOLDER + "/" + name + ".api.json")).toJson());
            Image wanted = run(Checkout.text(FOLDER + "/" + name + ".native.json"));

            assertThat(made.pixels().shape()).isEqualTo(wanted.pixels().shape());
            assertThat(made.pixels().toArray()).isEqualTo(wanted.pixels().toArray());
        }));
    }

    /** Exported and imported again it is still the same picture, this time with the defaults of the nodes that there are. */
    @TestFactory
    Stream<DynamicTest> eachComesBackFromTheExport() throws IOException {
        return names().map(name -> DynamicTest.dynamicTest(name, () -> {
            String own = Checkout.text(FOLDER + "/" + name + ".native.json");
            ComfyExport.Exported exported = new ComfyExport(CLASSES, zograf.nodes())
                    .of(WorkflowReader.read(own).file().orElseThrow());

            assertThat(exported.lost()).isEmpty();
            Image made = run(imported(exported.prompt().toJson()).toJson());
            assertThat(made.pixels().toArray()).isEqualTo(run(own).pixels().toArray());
        }));
    }

    /** Latents that are taken apart keep the noise that they have in their batch: {@code batch_index} of the original. */
    @Test
    void batchesThatAreTakenApartMakeTheSamePictures() {
        String whole = Checkout.text(FOLDER + "/txt2img.api.json");
        String apart = whole.replaceFirst("(\"latent_image\": \\[\\s*)\"5\"", "$1\"20\"")
                .replaceFirst("\\}\\s*$", """
                        , "20": {"class_type": "RebatchLatents", "inputs": {"latents": ["5", 0], "batch_size": 1}}}
                        """);

        String workflow = imported(apart).toJson();
        List<?> pictures = zograf.run(zograf.read(workflow)).get(output(workflow), List.class);
        Image batch = run(imported(whole).toJson());

        assertThat(pictures).hasSize(2);
        for (int i = 0; i < 2; i++) {
            float[] made = ((Image) pictures.get(i)).pixels().toArray();
            float[] wanted = batch.get(i).pixels().toArray();
            double most = 0;
            for (int k = 0; k < wanted.length; k++) {
                most = Math.max(most, Math.abs(made[k] - wanted[k]));
            }
            assertThat(most).isLessThan(1e-3);
        }
    }

    @Test
    void inputsAreNamedForPeople() {
        ImportedWorkflow imported = imported(Checkout.text(FOLDER + "/txt2img.api.json"));

        assertThat(imported.file().inputs().keySet())
                .containsExactly("model", "prompt", "negative", "width", "height", "steps", "cfg", "seed");
        assertThat(imported.file().nodes().keySet())
                .containsExactly("model", "positive", "negative", "latent", "sampler", "decode");
        assertThat(imported.nodes()).containsEntry("3", List.of("sampler")).containsEntry("9", List.of());
        assertThat(imported.results()).singleElement().satisfies(result -> {
            assertThat(result.node()).isEqualTo("9");
            assertThat(result.prefix()).isEqualTo("ComfyUI");
            assertThat(result.kind()).isEqualTo("output");
        });
    }
}
