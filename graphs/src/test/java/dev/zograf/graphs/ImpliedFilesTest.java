package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.model.Config;
import dev.zograf.models.SdUnetConfig;
import dev.zograf.runtime.layout.ImpliedFiles;
import dev.zograf.runtime.layout.OriginalNames;
import dev.zograf.runtime.layout.SingleFile;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import dev.zograf.testkit.fake.GivenWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The configurations of the published models, told from the names and shapes of their tensors in the original layout. */
class ImpliedFilesTest {

    private static final Map<String, Object> ONE = Map.of("cross_attention_dim", 768);

    private static final Map<String, Object> TWO = Map.of(
            "cross_attention_dim", 1024, "attention_head_dim", List.of(5, 10, 20, 20), "use_linear_projection", true);

    private static WeightSource original(Map<String, Object> config, String... keys) {
        NavigableMap<String, Weight> tensors = new TreeMap<>();
        for (Weight weight : OriginalNames.of(Map.of("unet", PublishedShape.unet(config)))) {
            tensors.put(weight.name(), weight);
        }
        for (String key : keys) {
            tensors.put(key, tensors.firstEntry().getValue());
        }
        return GivenWeights.of(tensors);
    }

    private static void assertTold(Map<String, Object> config, String variant, String prediction) {
        SingleFile file = SingleFile.of(original(config), Map.of());
        ImpliedFiles files = file.files();
        assertThat(file.unknown()).isEmpty();
        assertThat(SdUnetConfig.of(
                        Config.of("told", files.config("unet/config.json").orElseThrow())))
                .isEqualTo(SdUnetConfig.of(Config.of("published", config)));
        assertThat(files.variant()).contains(variant);
        assertThat(files.config("scheduler/scheduler_config.json").orElseThrow())
                .containsEntry("prediction_type", prediction)
                .containsEntry("beta_schedule", "scaled_linear");
    }

    private static Map<String, Object> with(Map<String, Object> config, String name, Object value) {
        Map<String, Object> out = new HashMap<>(config);
        out.put(name, value);
        return out;
    }

    @Test
    void tellsTheSizesOfVersionsOneAndTwo() {
        assertTold(ONE, "sd1", "epsilon");
        assertTold(with(ONE, "in_channels", 9), "sd1-inpainting", "epsilon");
        assertTold(with(ONE, "in_channels", 8), "sd1-instruct-pix2pix", "epsilon");
        // The random biases spread by 0.1, as wide as those of a model that predicts velocity.
        assertTold(TWO, "sd2-v", "v_prediction");
        assertTold(with(TWO, "in_channels", 9), "sd2-inpainting", "epsilon");
    }

    @Test
    void believesWhatAFileSaysOfItself() {
        WeightSource two = original(TWO);
        assertThat(SingleFile.of(two, Map.of("modelspec.prediction_type", "epsilon"))
                        .files()
                        .variant())
                .contains("sd2");
        ImpliedFiles keyed =
                SingleFile.of(original(ONE, "v_pred", "ztsnr"), Map.of()).files();
        assertThat(keyed.variant()).contains("sd1-v");
        assertThat(keyed.config("scheduler/scheduler_config.json").orElseThrow())
                .containsEntry("rescale_betas_zero_snr", true)
                .containsEntry("timestep_spacing", "trailing");
    }
}
