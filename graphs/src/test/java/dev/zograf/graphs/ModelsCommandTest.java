package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsCommandTest {

    private static final String PARITY = "graphs/src/test/resources/parity/";

    @TempDir
    Path root;

    private void put(String place, String golden) throws IOException {
        Path target = root.resolve(place);
        Files.createDirectories(target.getParent());
        Files.copy(Checkout.file(PARITY + golden), target);
    }

    private static Map<String, Map<?, ?>> list(String... args) {
        CommandLine.Result result = CommandLine.run(args);
        assertThat(result.code()).as(result.err()).isZero();
        Map<?, ?> json = (Map<?, ?>) JsonText.parse(result.out()).orElseThrow();
        return ((List<?>) json.get("models"))
                .stream()
                        .map(each -> (Map<?, ?>) each)
                        .collect(Collectors.toMap(each -> each.get("kind") + "/" + each.get("name"), each -> each));
    }

    @Test
    void listsEveryModelAndTheReasonWhySomeCannotBeUsed() throws IOException {
        put("checkpoints/one.safetensors", "singlefile/sd15-ldm/tiny-sd15-pruned.safetensors");
        put("checkpoints/deep/two.safetensors", "singlefile/sd2-ldm/tiny-sd2-pruned.safetensors");
        put("vae/vae.safetensors", "singlefile/vae-only/tiny-vae-ema-pruned.safetensors");
        Files.createDirectories(root.resolve("loras"));
        Files.writeString(root.resolve("loras/old.pt"), "pickle");
        Files.writeString(root.resolve("loras/damaged.safetensors"), "nothing", StandardCharsets.UTF_8);

        Map<String, Map<?, ?>> models = list("models", "--json", "--models", root.toString());
        assertThat(models.get("checkpoints/one.safetensors").get("family")).isEqualTo("stable-diffusion-1");
        assertThat(models.get("checkpoints/one.safetensors").get("layout")).isEqualTo("original");
        assertThat(models.get("checkpoints/one.safetensors").get("dtype")).isEqualTo("F16");
        assertThat(models.get("checkpoints/deep/two.safetensors").get("variant"))
                .isEqualTo("sd2");
        assertThat(models.get("vae/vae.safetensors").get("family")).isEqualTo("vae");
        assertThat((String) models.get("loras/old.pt").get("problem")).contains("pickle");
        assertThat((String) models.get("loras/damaged.safetensors").get("problem"))
                .contains("truncated");
        assertThat(models).containsKey("checkpoints/emoji");

        assertThat(list("models", "--json", "--kind", "loras", "--models", root.toString()))
                .containsOnlyKeys("loras/old.pt", "loras/damaged.safetensors");
        assertThat(CommandLine.run("models", "--models", root.toString()).out())
                .contains("stable-diffusion-2 (sd2), original, F16", "cannot be used: old.pt");
        CommandLine.Result wrong = CommandLine.run("models", "--kind", "lora");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("loras");
    }

    @ParameterizedTest
    @CsvSource({
        "singlefile/sd15-ldm/tiny-sd15-pruned.safetensors, stable-diffusion-1, sd1, original",
        "singlefile/sd2-ldm/tiny-sd2-pruned.safetensors, stable-diffusion-2, sd2, original",
        "sdxl/singlefile/tiny-xl.safetensors, stable-diffusion-xl, sdxl-base, original",
        "singlefile/vae-only/tiny-vae-ema-pruned.safetensors, vae, vae, original",
        "_models/sd2-tiny, stable-diffusion-2, sd2-v, diffusers",
        "_models/unclip-tiny, stable-diffusion-2, sd2-unclip-v, diffusers",
        "_models/sd15-inpaint9-tiny, stable-diffusion-1, sd1-inpainting, diffusers",
        "_models/sdxl-tiny, stable-diffusion-xl, sdxl-base, diffusers",
        "_models/sdxl-tiny/unet/diffusion_pytorch_model.safetensors, stable-diffusion-xl, sdxl-base, diffusers",
        "_models/sd15-tiny/text_encoder/model.safetensors, clip-text, text-encoder, transformers",
        "upscalers/srvgg-compact/model.safetensors, upscaler-compact, compact, single-file"
    })
    void infoNamesFamilyVariantAndLayout(String file, String family, String variant, String layout) {
        CommandLine.Result result =
                CommandLine.run("info", "--json", Checkout.file(PARITY + file).toString());
        assertThat(result.code()).as(result.err()).isZero();
        Map<?, ?> json = (Map<?, ?>) JsonText.parse(result.out()).orElseThrow();
        assertThat(json.get("family")).isEqualTo(family);
        assertThat(json.get("variant")).isEqualTo(variant);
        assertThat(json.get("layout")).isEqualTo(layout);
    }
}
