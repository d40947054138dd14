package dev.zograf.nodes.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Patches;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.IntTensor;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeContext;
import dev.zograf.testkit.fake.FakeTextEncoder;
import dev.zograf.testkit.fake.FakeVae;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodeEditPromptTest {

    /** Notes what it is told. */
    private static final class Seeing implements TextEncoder {

        private final List<Image> seen = new ArrayList<>();
        private boolean numbered;

        @Override
        public IntTensor tokenize(List<String> prompts) {
            return new FakeTextEncoder().tokenize(prompts);
        }

        @Override
        public Conditioning encode(List<String> prompts, int skip, RunContext ctx) {
            return new FakeTextEncoder().encode(prompts, skip, ctx);
        }

        @Override
        public Conditioning encodeWithPictures(
                String prompt, List<Image> pictures, boolean withNumbers, RunContext ctx) {
            seen.addAll(pictures);
            numbered = withNumbers;
            return encode(List.of(prompt), 0, ctx);
        }
    }

    private final Seeing encoder = new Seeing();

    private Conditioning run(Map<String, ?> more) throws Exception {
        Map<String, Object> in = new HashMap<>(Map.of("encoder", encoder, "text", "a hat"));
        in.putAll(more);
        return NodeHarness.of(new EncodeEditPrompt()).run(in).conditioning();
    }

    private static List<FloatTensor> references(Conditioning told) {
        return Patches.of(told).stream()
                .flatMap(patch -> ((ReferencePatch) patch).references().stream())
                .toList();
    }

    /** As {@code calculate_dimensions} of diffusers has it, and as ComfyUI's nodes. */
    @ParameterizedTest
    @CsvSource({
        "edit, diffusers, 30x20, 1248x832, 156x104",
        "edit-plus, diffusers, 30x20, 480x320, 156x104",
        "edit, comfy, 30x20, 1254x836, 156x104",
        "edit-plus, comfy, 30x20, 470x314, 157x105",
        "edit, diffusers, 16x16, 1024x1024, 128x128",
        "edit-plus, comfy, 16x16, 384x384, 128x128",
        "edit, none, 32x16, 32x16, 4x2",
        "edit-plus, none, 32x16, 32x16, 4x2"
    })
    void scalesPicturesAsTheToolsDo(String edition, String scaling, String size, String seen, String latent)
            throws Exception {
        String[] sides = size.split("x");
        Image picture = Samples.noise(1, Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), 1);

        Conditioning told =
                run(Map.of("images", List.of(picture), "vae", new FakeVae(), "edition", edition, "scaling", scaling));

        assertThat(encoder.seen)
                .singleElement()
                .satisfies(each -> assertThat(each.size()).hasToString(seen));
        assertThat(references(told))
                .singleElement()
                .satisfies(each -> assertThat(each.dim(3) + "x" + each.dim(2)).isEqualTo(latent));
        assertThat(encoder.numbered).isEqualTo(edition.equals("edit-plus"));
    }

    @Test
    void showsEachPictureToBoth() throws Exception {
        Image two = Samples.noise(2, 16, 16, 1);
        Image third = Samples.noise(1, 24, 8, 2);

        Conditioning told = run(Map.of("images", List.of(two, third), "vae", new FakeVae(), "scaling", "none"));

        assertThat(encoder.seen).hasSize(3);
        assertThat(encoder.seen.get(1).pixels().toArray())
                .isEqualTo(two.get(1).pixels().toArray());
        List<FloatTensor> references = references(told);
        assertThat(references).hasSize(3);
        FloatTensor mean = new FakeVae().encode(third, FakeContext.INSTANCE).mean();
        assertThat(references.get(2).toArray())
                .containsExactly(mean.times(0.18215).toArray(), within(1e-6f));
    }

    @Test
    void showsTheDenoiserNothingWithoutAVae() throws Exception {
        Conditioning told = run(Map.of("images", List.of(Samples.noise(1, 8, 8, 1))));

        assertThat(Patches.of(told)).isEmpty();
        assertThat(encoder.seen).hasSize(1);
    }

    @Test
    void takesAPromptWithoutPictures() throws Exception {
        assertThat(Patches.of(run(Map.of("vae", new FakeVae())))).isEmpty();
        assertThat(encoder.seen).isEmpty();
        assertThat(encoder.numbered).isTrue();
    }

    @Test
    void refusesSeveralPicturesWhereOneWasLearnedAndEncodersThatSeeNone() {
        Image picture = Samples.noise(1, 8, 8, 1);

        assertThatThrownBy(() -> run(Map.of("images", List.of(picture, picture), "edition", "edit")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("takes one picture, and there are 2");
        assertThatThrownBy(() -> run(Map.of("images", List.of(picture), "encoder", new FakeTextEncoder())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("takes no pictures");
    }
}
