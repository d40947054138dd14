package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.model.SafetensorsFile;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QwenVaeTest {

    private static final Map<String, Object> SMALL = Map.of(
            "base_dim", 2,
            "z_dim", 2,
            "dim_mult", List.of(1, 2, 3),
            "num_res_blocks", 1,
            "temperal_downsample", List.of(false, true));

    private static QwenVae vae(Map<String, ?> values) {
        return QwenVae.of(Config.of("vae/config.json", values));
    }

    private static Weights golden() throws Exception {
        Path path =
                Path.of(QwenVaeTest.class.getResource("qwen-vae.safetensors").toURI());
        return Weights.of(SafetensorsFile.open("qwen-vae.safetensors", path));
    }

    /** The published network has 126,892,531 parameters in 194 tensors; this is what is left without all other moments. */
    @Test
    void hasAsManyParametersForAPictureAsThePublishedNetwork() {
        QwenVae vae = vae(Map.of());
        DeclaredWeights encoder = DeclaredWeights.of(vae.encoder());
        DeclaredWeights decoder = DeclaredWeights.of(vae.decoder());

        assertThat(vae.factor()).isEqualTo(8);
        assertThat(encoder.parameters() + decoder.parameters()).isEqualTo(44_599_603L);
        // Weight and bias of the layers between frames, of which each half has two.
        assertThat(encoder.names().size() + decoder.names().size()).isEqualTo(194 - 8);
        assertThat(encoder.problems(vae.encoder())).isEmpty();
        assertThat(decoder.problems(vae.decoder())).isEmpty();
        assertThat(decoder.graph(vae.decoder()).outputs().get("image").shape())
                .hasToString("[batch, 3, 8*height, 8*width]");
    }

    /** Against {@code AutoencoderKLQwenImage} of diffusers 0.42.1 with random weights; its {@code AutoencoderKLWan} gives the same. */
    @Test
    void encodesAndDecodesAsDiffusersDoes() throws Exception {
        Weights file = golden();
        QwenVae vae = vae(SMALL);

        assertSame(run(vae.encoder(), file, "image"), numbers(file, "moments"));
        assertSame(run(vae.decoder(), file, "latent"), numbers(file, "picture"));
    }

    private static void assertSame(FloatTensor actual, FloatTensor expected) {
        assertThat(actual.shape()).containsExactly(expected.shape());
        assertThat(actual.toArray()).containsExactly(expected.toArray(), within(1e-5f));
    }

    private static FloatTensor run(NetworkDefinition network, Weights file, String input) {
        TensorGraph graph = new TensorGraph();
        network.build(graph, file.at("network"));
        assertThat(graph.problems()).isEmpty();
        return Interpreter.run(graph, Map.of(input, numbers(file, input)))
                .values()
                .iterator()
                .next();
    }

    private static FloatTensor numbers(Weights file, String name) {
        Weight weight = file.at("case").find(name).orElseThrow();
        return FloatTensor.wrap(
                WeightData.floats(weight),
                Arrays.stream(weight.shape()).mapToInt(Math::toIntExact).toArray());
    }

    @Test
    void namesEveryTensorThatDoesNotFit() {
        QwenVae vae = vae(SMALL);
        DeclaredWeights weights = DeclaredWeights.of(vae.decoder())
                .remove("decoder.norm_out.gamma")
                .put("decoder.conv_in.weight", 6, 2, 3, 5, 5)
                .put("decoder.mid_block.resnets.0.norm1.gamma", 5, 1, 1, 1)
                .put("decoder.up_blocks.0.resnets.0.norm1.gamma", 6, 1, 1, 1)
                .put("decoder.up_blocks.0.upsamplers.0.time_conv.weight", 12, 6, 3, 1, 1)
                .put("decoder.up_blocks.2.upsamplers.0.resample.1.weight", 1, 2, 3, 3);

        assertThat(weights.problems(vae.decoder()))
                .containsExactlyInAnyOrder(
                        "decoder.norm_out.gamma is missing",
                        "decoder.conv_in.weight has the shape [6, 2, 5, 5] where [6, 2, 3, 3] is needed",
                        "decoder.mid_block.resnets.0.norm1.gamma has the shape [5] where [6] is needed",
                        "decoder.up_blocks.2.upsamplers.0.resample.1.weight is in the file, but the configuration has no place"
                                + " for it");
    }

    @ParameterizedTest
    @CsvSource({"input_channels, 4", "in_channels, 12", "out_channels, 12", "is_residual, true", "patch_size, 2"})
    void refusesByNameWhatItDoesNotHave(String setting, String value) {
        Object said = value.equals("true") ? (Object) true : Integer.valueOf(value);

        assertThatThrownBy(() -> vae(Map.of(setting, said)))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("\"" + setting + "\": " + value + " is not supported");
    }

    @Test
    void refusesWhatContradictsItself() {
        assertThatThrownBy(() -> vae(Map.of("attn_scales", List.of(0.5))))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("\"attn_scales\": [0.5] is not supported");
        assertThatThrownBy(() -> vae(Map.of("dim_mult", List.of(1, 2))))
                .hasMessageContaining("\"temperal_downsample\" has 3 entries")
                .hasMessageContaining("there are 1 steps");
        assertThatThrownBy(() -> vae(Map.of("temperal_downsample", List.of(1, 2, 3))))
                .hasMessageContaining("where a list of true and false is needed");
        assertThatThrownBy(() -> vae(Map.of("dim_mult", List.of()))).hasMessageContaining("\"dim_mult\" is []");
        assertThatThrownBy(() -> vae(Map.of("base_dim", 0))).hasMessageContaining("\"base_dim\" is 0");
    }
}
