package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Outputs;
import dev.zograf.RunEvent;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every workflow of graphs/workflows, from its file to its picture. */
class WorkflowsTest {

    /** The inputs with which graphs/README.md made its pictures. */
    private static final Map<String, Map<String, Object>> SHOWN = Map.ofEntries(
            Map.entry("txt2img", Map.of("prompt", "a red apple", "seed", 1)),
            Map.entry("img2img", Map.of("image", picture("txt2img"), "prompt", "a green apple")),
            Map.entry("few-steps", Map.of("prompt", "a hamburger")),
            Map.entry("variations", Map.of("prompt", "a cat")),
            Map.entry("prompts", Map.of("prompt", "a {it}")),
            Map.entry("batch-from-table", Map.of("table", Checkout.file("graphs/tables/stickers.csv"))),
            Map.entry("metamorphosis", Map.of("start", "a red apple", "prompt", "a green apple")),
            Map.entry("sticker", Map.of("prompt", "a hamburger")),
            Map.entry("rank", Map.of("prompt", "a fruit", "by", "an orange")),
            Map.entry("classify", Map.of("prompt", "a penguin")),
            Map.entry("has-a-cat", Map.of()),
            Map.entry("regional-prompts", Map.of("regions", picture("regions"))),
            Map.entry(
                    "controlnet",
                    Map.of(
                            "model", tiny("sd15-tiny"),
                            "controlnet", tiny("controlnet0-tiny"),
                            "image", picture("txt2img"),
                            "side", 128)),
            Map.entry(
                    "two-controlnets",
                    Map.of(
                            "model", tiny("sd15-tiny"),
                            "controlnet1", tiny("controlnet0-tiny"),
                            "controlnet2", tiny("controlnet1-tiny"),
                            "image", picture("txt2img"),
                            "side", 128)),
            Map.entry("inpaint", Map.of("image", picture("face"), "mask", picture("face-mask"))),
            Map.entry("crop-and-stitch", Map.of("image", picture("regional-prompts"), "mask", picture("right-half"))),
            Map.entry("outpaint", Map.of("image", picture("half-bus"), "prompt", "a bus")),
            Map.entry("instruct", Map.of("model", tiny("sd15-pix2pix-tiny"), "image", picture("txt2img"), "side", 64)),
            Map.entry(
                    "image-variations",
                    Map.of("model", tiny("sd-image-variations-tiny"), "image", picture("txt2img"), "side", 64)),
            Map.entry(
                    "unclip",
                    Map.of(
                            "model", tiny("unclip-tiny"),
                            "first", picture("txt2img"),
                            "second", picture("face"),
                            "prompt", "a red fox",
                            "side", 64)),
            Map.entry("hires-fix", Map.of("prompt", "a red apple")),
            Map.entry("sdxl", Map.of("base", tiny("sdxl-tiny"), "refiner", tiny("sdxl-refiner-tiny"), "steps", 4)),
            Map.entry("sd3", Map.of("model", tiny("sd3-tiny"), "width", 64, "height", 64, "steps", 4)),
            Map.entry("flux", Map.of("model", tiny("flux-tiny"), "width", 64, "height", 64, "steps", 4)),
            Map.entry("flux-kontext", Map.of("model", tiny("flux-tiny"), "image", picture("sd3"), "steps", 4)),
            Map.entry("qwen-image", Map.of("model", tiny("qwen-image-tiny"), "width", 64, "height", 64, "steps", 4)),
            Map.entry("lora", Map.of("lora", Checkout.file("graphs/loras/blue-hearts.safetensors"))),
            Map.entry(
                    "lora-stack",
                    Map.of(
                            "lora1", Checkout.file("graphs/loras/blue-hearts.safetensors"),
                            "lora2", Checkout.file("graphs/loras/green-apples.safetensors"))),
            Map.entry("textual-inversion", Map.of("embedding", Checkout.file("graphs/embeddings/thing.safetensors"))),
            Map.entry("tiled-upscale", Map.of("image", picture("txt2img"), "tile", 96)),
            Map.entry("tiled-diffusion", Map.of("image", picture("txt2img"), "side", 192)));

    private static Zograf zograf;

    @BeforeAll
    static void open() {
        zograf = Zograf.builder().build();
    }

    @AfterAll
    static void close() {
        zograf.close();
    }

    private static Path picture(String name) {
        return Checkout.file("graphs/pictures/" + name + ".png");
    }

    private static Path tiny(String model) {
        return Checkout.file("graphs/src/test/resources/parity/_models/" + model);
    }

    private static Workflow workflow(String name) {
        Workflow workflow = zograf.read(Checkout.file("graphs/workflows/" + name + ".json"));
        for (Map.Entry<String, Object> input : SHOWN.get(name).entrySet()) {
            workflow = workflow.with(input.getKey(), input.getValue());
        }
        return workflow;
    }

    @TestFactory
    Stream<DynamicTest> eachMakesThePictureThatTheReadmeShows() throws IOException {
        List<String> names;
        try (Stream<Path> files = Files.list(Checkout.file("graphs/workflows"))) {
            names = files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();
        }
        assertThat(names).containsExactlyInAnyOrderElementsOf(SHOWN.keySet());
        return names.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    BufferedImage made = zograf.run(workflow(name)).image("image");
                    assertThat(Pictures.meanDifference(made, Pictures.read(picture(name))))
                            .as("mean difference to graphs/pictures/" + name + ".png")
                            .isLessThan(1);
                }));
    }

    @Test
    void theReadmeShowsEachWithItsInputs() {
        String readme = Checkout.text("graphs/README.md");
        for (String name : SHOWN.keySet()) {
            assertThat(readme).contains("(workflows/" + name + ".json)", "(pictures/" + name + ".png)");
            for (Workflow.Input input : workflow(name).inputs()) {
                assertThat(readme).contains("`" + input.name().replaceFirst("[23]$", "1") + "`");
            }
        }
    }

    @Test
    void theArchivesHaveTheFilesThatWorkflowsAreShownWith() {
        String archive = Checkout.text("graphs/src/main/assembly/contents.xml");

        for (String folder : List.of("tables", "loras", "embeddings")) {
            assertThat(archive)
                    .contains(
                            "<directory>${project.basedir}/" + folder + "</directory>",
                            "<outputDirectory>graphs/" + folder + "</outputDirectory>");
        }
    }

    @Test
    void aBadCellOfATableIsNamed(@TempDir Path folder) throws IOException {
        Path table = Files.writeString(folder.resolve("bad.csv"), "prompt, seed, cfg\na cat, 1, 4\na dog, one, 4\n");

        assertThatThrownBy(() -> zograf.run(workflow("batch-from-table").with("table", table)))
                .hasMessageContaining("seed/1")
                .hasMessageContaining("\"one\" is no whole number");
    }

    @Test
    void aSecondRunIsTheSamePictureFromTheCache() {
        BufferedImage first = zograf.run(workflow("txt2img")).image("image");
        List<RunEvent> events = new CopyOnWriteArrayList<>();

        BufferedImage second = zograf.run(workflow("txt2img"), events::add).image("image");

        assertThat(Pictures.meanDifference(first, second)).isZero();
        assertThat(events).noneMatch(event -> event instanceof RunEvent.NodeStarted);
        assertThat(events.get(events.size() - 1)).isInstanceOf(RunEvent.RunFinished.class);
    }

    @Test
    void stepsAreReportedInOrderWithPreviews() {
        List<Integer> steps = new CopyOnWriteArrayList<>();
        List<Integer> widths = new CopyOnWriteArrayList<>();

        Outputs outputs = zograf.run(workflow("txt2img").with("seed", 7).with("steps", 5), event -> {
            if (event instanceof RunEvent.Progress progress && progress.node().equals("sample")) {
                steps.add(progress.step());
                progress.preview().ifPresent(preview -> widths.add(preview.width()));
            }
        });

        assertThat(steps).isSorted().endsWith(5);
        assertThat(widths).isNotEmpty().allMatch(width -> width > 0);
        assertThat(outputs.image("image").getWidth()).isEqualTo(256);
    }
}
