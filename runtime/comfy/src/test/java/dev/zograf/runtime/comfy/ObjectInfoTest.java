package dev.zograf.runtime.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Models;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectInfoTest {

    private static final ObjectInfo INFO = new ObjectInfo(
            ComfyClasses.core(),
            new Models() {
                @Override
                public Checkpoint open(String kind, String name) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public List<String> names(String kind) {
                    return List.of(kind + "-a.safetensors");
                }
            },
            () -> List.of("cat.png"));

    @SuppressWarnings("unchecked")
    private static Map<String, Object> of(String name) {
        return (Map<String, Object>) INFO.of(name).get(name);
    }

    @Test
    void saysOfASamplerWhatTheOriginalSays() {
        Map<String, Object> sampler = of("KSampler");

        assertThat(sampler)
                .containsEntry("output", List.of("LATENT"))
                .containsEntry("output_is_list", List.of(false))
                .containsEntry("output_name", List.of("LATENT"))
                .containsEntry("name", "KSampler")
                .containsEntry("category", "sampling")
                .containsEntry("output_node", false);
        assertThat(sampler.get("input_order"))
                .isEqualTo(Map.of(
                        "required",
                        List.of(
                                "model",
                                "seed",
                                "steps",
                                "cfg",
                                "sampler_name",
                                "scheduler",
                                "positive",
                                "negative",
                                "latent_image",
                                "denoise")));
        Map<?, ?> required = (Map<?, ?>) ((Map<?, ?>) sampler.get("input")).get("required");
        assertThat(required.get("model")).isEqualTo(List.of("MODEL"));
        List<?> seed = (List<?>) required.get("seed");
        assertThat(seed.get(0)).isEqualTo("INT");
        assertThat((Map<?, ?>) seed.get(1))
                .hasToString("{default=0, min=0, max=18446744073709551615, control_after_generate=true}");
        assertThat((List<?>) ((List<?>) required.get("sampler_name")).get(0)).hasSize(44);
        assertThat((List<?>) ((List<?>) required.get("scheduler")).get(0)).hasSize(9);
    }

    @Test
    void listsModelsAndUploadsOfTheMoment() {
        Map<?, ?> loader = (Map<?, ?>) ((Map<?, ?>) of("CheckpointLoaderSimple").get("input")).get("required");
        Map<?, ?> image = (Map<?, ?>) ((Map<?, ?>) of("LoadImage").get("input")).get("required");

        assertThat(loader.get("ckpt_name")).isEqualTo(List.of(List.of("checkpoints-a.safetensors")));
        assertThat(image.get("image")).isEqualTo(List.of(List.of("cat.png"), Map.of("image_upload", true)));
    }

    @Test
    void showsHiddenInputsAndOutputNodes() {
        assertThat(of("SaveImage")).containsEntry("output_node", true);
        assertThat(((Map<?, ?>) of("SaveImage").get("input")).get("hidden"))
                .isEqualTo(Map.of("prompt", "PROMPT", "extra_pnginfo", "EXTRA_PNGINFO"));
    }

    @Test
    void knowsNothingOfWhatIsNotMapped() {
        assertThat(INFO.of("PhotoMakerLoader")).isEmpty();
        assertThat(INFO.of("NoSuchClass")).isEmpty();
        assertThat(INFO.all()).containsKey("KSampler").doesNotContainKey("PhotoMakerLoader");
    }
}
