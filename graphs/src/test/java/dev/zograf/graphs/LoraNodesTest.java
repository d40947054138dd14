package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.Outputs;
import dev.zograf.RunEvent;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.runtime.json.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nodes that apply LoRAs, on the tiny golden checkpoint. */
class LoraNodesTest {

    private static final Path GOLDEN = Checkout.root().resolve("graphs/src/test/resources/parity");

    @TempDir
    static Path roots;

    private static Zograf engine;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(roots.resolve("loras/styles"));
        for (String name : List.of("kohya-linear", "kohya-locon", "dora")) {
            Files.copy(
                    GOLDEN.resolve("lora").resolve(name).resolve("lora.safetensors"),
                    roots.resolve("loras/styles").resolve(name + ".safetensors"));
        }
        Files.write(
                roots.resolve("loras/styles/strange.safetensors"),
                withStranger(roots.resolve("loras/styles/kohya-linear.safetensors")));
        engine = Zograf.builder().models(roots, GOLDEN.resolve("_models")).build();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    /** The file with one more tensor, that no model has a place for. */
    private static byte[] withStranger(Path lora) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(lora)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[(int) in.getLong()];
        in.get(header);
        Map<String, Object> tensors = new LinkedHashMap<>();
        ((Map<?, ?>) JsonText.parse(new String(header, StandardCharsets.UTF_8)).orElseThrow())
                .forEach((name, tensor) -> tensors.put((String) name, tensor));
        int end = in.remaining();
        tensors.put(
                "lora_unet_nowhere.alpha",
                Map.of("dtype", "F32", "shape", List.of(1), "data_offsets", List.of(end, end + 4)));
        byte[] more = JsonText.compact(tensors).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + more.length + end + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(more.length)
                .put(more)
                .put(in)
                .array();
    }

    private static Workflow workflow(String lora, String prompt) {
        String from = lora.isEmpty() ? "model" : "lora";
        String json = """
                { "zograf": 1,
                  "nodes": {
                    "model": { "type": "load-model@1", "in": { "model": "sd15-tiny" } },
                    %s
                    "prompt": { "type": "encode-text@1", "in": { "encoder": { "from": "FROM.text" }, "text": PROMPT } },
                    "latent": { "type": "empty-latent@1", "in": { "width": 64, "height": 64 } },
                    "sample": { "type": "sample@1", "in": { "model": { "from": "FROM.denoiser" }, "sampler": "euler",
                      "positive": { "from": "prompt.conditioning" }, "latent": { "from": "latent.latent" }, "steps": 2 } } },
                  "outputs": { "latent": { "from": "sample.latent" }UNMATCHED } }
                """.replace("%s", lora.isEmpty() ? "" : "\"lora\": { " + lora + " } },")
                .replace("FROM", from)
                .replace("PROMPT", prompt)
                .replace("UNMATCHED", lora.isEmpty() ? "" : ", \"unmatched\": { \"from\": \"lora.unmatched\" }");
        return engine.read(json);
    }

    private static String node(String type, String in) {
        return "\"type\": \"" + type
                + "@1\", \"in\": { \"model\": { \"from\": \"model.denoiser\" }, \"encoder\": { \"from\": \"model.text\" }, "
                + in;
    }

    private static FloatTensor run(String lora, String prompt) {
        return engine.run(workflow(lora, prompt)).get("latent", Latent.class).samples();
    }

    private static FloatTensor run(String lora) {
        return run(lora, "\"a fox\"");
    }

    private static double distance(FloatTensor a, FloatTensor b) {
        double most = 0;
        for (int i = 0; i < a.size(); i++) {
            most = Math.max(most, Math.abs(a.at(i) - b.at(i)));
        }
        return most;
    }

    private static String one(String name, double strength, String more) {
        return node(
                "load-lora",
                "\"lora\": \"styles/" + name + "\", \"strengthModel\": " + strength + ", \"strengthClip\": " + strength
                        + more);
    }

    @Test
    void branchesAndMergedWeightsGiveTheSame() {
        FloatTensor plain = run("");
        for (String name : List.of("kohya-linear", "kohya-locon")) {
            FloatTensor branches = run(one(name, 0.7, ""));

            assertThat(distance(branches, run(one(name, 0.7, ", \"mode\": \"merged\""))))
                    .isLessThan(0.01);
            assertThat(distance(branches, plain)).isGreaterThan(0.05);
        }
    }

    @Test
    void withoutTheNodeTheModelIsAsBefore() {
        FloatTensor before = run("");
        run(one("dora", 1, ""));
        run(one("kohya-linear", 1, ""));

        assertThat(run("").toArray()).isEqualTo(before.toArray());
        assertThat(distance(run(one("kohya-linear", 0, "")), before)).isZero();
    }

    @Test
    void twoHalvesAreOneWhole() {
        FloatTensor whole = run(one("kohya-linear", 0.8, ""));
        FloatTensor halves = run(node(
                "load-loras", "\"loras\": [\"styles/kohya-linear:0.4\", \"styles/kohya-linear.safetensors:0.4\"]"));

        assertThat(distance(halves, whole)).isCloseTo(0, within(0.01));
    }

    @Test
    void aPromptNamesItsLoras() {
        FloatTensor named = run(
                node("prompt-loras", "\"prompt\": \"a <lora:styles/kohya-linear:0.8>fox\""),
                "{ \"from\": \"lora.prompt\" }");

        assertThat(distance(named, run(one("kohya-linear", 0.8, "")))).isZero();
    }

    @Test
    void blocksOfWeightZeroAreLeftOut() {
        FloatTensor none = run(one("kohya-linear", 1, ", \"blocks\": \"BASE=0, IN=0, MID=0, OUT=0\""));

        assertThat(distance(none, run(""))).isZero();
        assertThat(distance(run(one("kohya-linear", 1, ", \"blocks\": \"BASE=0, IN=0, MID=0\"")), none))
                .isGreaterThan(0.01);
    }

    @Test
    void everythingOfTheseFilesHasAPlace() {
        Outputs outputs = engine.run(workflow(one("kohya-locon", 1, ""), "\"a fox\""));

        assertThat(outputs.get("unmatched", List.class)).isEmpty();
    }

    @Test
    void whatHasNoPlaceIsSaid() {
        List<RunEvent> events = new ArrayList<>();
        Outputs outputs = engine.run(workflow(one("strange", 1, ""), "\"a fox\""), events::add);

        assertThat(outputs.get("unmatched", List.class)).hasSize(1);
        assertThat(events)
                .filteredOn(RunEvent.NodeWarned.class::isInstance)
                .singleElement()
                .asString()
                .contains("node=lora", "styles/strange", "1 of its tensors", "nowhere");
    }

    @Test
    void aFileThatIsNotThereIsNamedBesideThoseThatAre() {
        assertThatThrownBy(() -> run(one("missing", 1, "")))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("missing")
                .hasMessageContaining("styles/dora");
    }
}
