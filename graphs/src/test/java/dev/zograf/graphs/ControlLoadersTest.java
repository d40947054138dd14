package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Outputs;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.models.ControlNet;
import dev.zograf.nodes.control.ControlNetModel;
import dev.zograf.nodes.control.ControlPicture;
import dev.zograf.nodes.control.IpAdapterModel;
import dev.zograf.nodes.control.T2iAdapterModel;
import dev.zograf.runtime.layout.OriginalNames;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ControlNets and adapters from their files, in the layouts in which they are found. */
class ControlLoadersTest {

    private static final String GOLDEN = "graphs/src/test/resources/parity";

    @TempDir
    static Path folder;

    private static Zograf engine;

    @BeforeAll
    static void open() {
        engine = Zograf.builder().models(Checkout.file(GOLDEN)).build();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    /** Small, with the proportions of the published ones, so that its configuration can be told from its tensors. */
    private static FakeWeights published() {
        return FakeWeights.of(ControlNet.of(Config.of(
                "controlnet",
                Map.of(
                        "block_out_channels",
                        List.of(32, 64),
                        "down_block_types",
                        List.of("CrossAttnDownBlock2D", "DownBlock2D"),
                        "layers_per_block",
                        1,
                        "cross_attention_dim",
                        64))));
    }

    private static List<Weight> tensors(WeightSource weights) {
        return weights.names().stream()
                .map(name -> weights.find(name).orElseThrow())
                .toList();
    }

    private static ControlNetModel load(Path file) {
        String json = """
                { "zograf": 1, "inputs": { "file": { "type": "text" } },
                  "nodes": { "net": { "type": "load-controlnet@1", "in": { "controlnet": { "from": "inputs.file" } } } },
                  "outputs": { "net": { "from": "net.controlnet" } } }
                """;
        return engine.run(engine.read(json).with("file", file)).get("net", ControlNetModel.class);
    }

    private static Map<String, FloatTensor> residuals(ControlNetModel net) {
        return net.residuals(
                Samples.normal(1, 1, 4, 4, 4),
                Map.of(
                        "timestep",
                        FloatTensor.of(new float[] {500}, 1),
                        "encoder_hidden_states",
                        Samples.normal(2, 1, 3, 64)),
                ControlPicture.of(Samples.noise(1, 32, 32, 3)),
                Cancellation.never());
    }

    @Test
    void theOriginalFileIsReadAsThatOfDiffusers() throws Exception {
        Path diffusers = folder.resolve("diffusers.safetensors");
        Path original = folder.resolve("original.safetensors");
        PublishedShape.write(diffusers, tensors(published()), DType.F32);
        PublishedShape.write(original, OriginalNames.of(Map.of("controlnet", published())), DType.F32);

        Map<String, FloatTensor> wanted = residuals(load(diffusers));
        Map<String, FloatTensor> actual = residuals(load(original));

        assertThat(actual).hasSize(5);
        wanted.forEach((name, residual) ->
                assertThat(actual.get(name).toArray()).as(name).isEqualTo(residual.toArray()));
    }

    @ParameterizedTest
    @CsvSource({
        "lllite_unet_down_blocks_1.conditioning1.0.weight, ControlNet-LLLite",
        "controlnet_blocks.0.weight, ControlNet of Stable Diffusion 3 or FLUX whose sizes or names are not those of the published ones"
    })
    void otherKindsAreRefusedByName(String tensor, String kind) throws Exception {
        List<Weight> all = new ArrayList<>(tensors(published()));
        all.addAll(tensors(FakeWeights.of(Map.of(tensor, new long[] {6, 6}))));
        Path file = PublishedShape.write(folder.resolve(tensor + ".safetensors"), all, DType.F32);

        assertThatThrownBy(() -> load(file))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("This is a " + kind);
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        Path file = folder.resolve("missing.safetensors");
        PublishedShape.write(file, tensors(published().without("controlnet_mid_block.bias")), DType.F32);

        assertThatThrownBy(() -> load(file)).hasMessageContaining("controlnet_mid_block.bias is missing");
    }

    @Test
    void aControlNetOfAnotherFamilyIsNamedWhereItIsUsed() {
        String json = """
                { "zograf": 1, "inputs": { "image": { "type": "image" } },
                  "nodes": {
                    "model": { "type": "load-model@1", "in": { "model": "_models/sd2-tiny" } },
                    "prompt": { "type": "encode-text@1", "in": { "encoder": { "from": "model.text" }, "text": "a" } },
                    "net": { "type": "load-controlnet@1", "in": { "controlnet": "_models/controlnet0-tiny" } },
                    "control": { "type": "apply-controlnet@1", "in": { "positive": { "from": "prompt.conditioning" },
                      "negative": { "from": "prompt.conditioning" }, "controlnet": { "from": "net.controlnet" },
                      "image": { "from": "inputs.image" } } },
                    "sample": { "type": "sample@1", "in": { "model": { "from": "model.denoiser" }, "steps": 1,
                      "positive": { "from": "control.positive" }, "negative": { "from": "control.negative" } } } },
                  "outputs": { "latent": { "from": "sample.latent" } } }
                """;

        assertThatThrownBy(() -> engine.run(engine.read(json).with("image", Samples.noise(1, 32, 32, 1))))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("controlnet0-tiny")
                .hasMessageContaining(
                        "This ControlNet is for a network with skips of [16, 16, 16, 16, 32, 32] channels, but the model is");
    }

    @Test
    void theOtherAdaptersAreLoaded() {
        String json = """
                { "zograf": 1,
                  "nodes": {
                    "t2i": { "type": "load-t2i-adapter@1", "in": { "adapter": "_models/t2iadapter-tiny" } },
                    "ip": { "type": "load-ip-adapter@1", "in": { "adapter": "_models/ip-adapter-tiny/models/ip-adapter_tiny.safetensors" } } },
                  "outputs": { "t2i": { "from": "t2i.adapter" }, "ip": { "from": "ip.adapter" } } }
                """;
        Outputs outputs = engine.run(engine.read(json));

        assertThat(outputs.get("t2i", T2iAdapterModel.class).factor()).isEqualTo(4);
        assertThat(outputs.get("ip", IpAdapterModel.class)).asString().startsWith("IP-Adapter ");
    }
}
