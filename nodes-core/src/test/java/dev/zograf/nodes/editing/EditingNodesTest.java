package dev.zograf.nodes.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.MaskEdit;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.latent.EncodeImage;
import dev.zograf.nodes.patch.TinyDenoiser;
import dev.zograf.nodes.sampling.Sample;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeDenoiser;
import dev.zograf.testkit.fake.FakeImageEncoder;
import dev.zograf.testkit.fake.FakeVae;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditingNodesTest {

    private static Latent encode(Image image, Mask mask, int grow) throws Exception {
        return NodeHarness.of(new EncodeForInpaint())
                .run(Map.of("vae", new FakeVae(), "image", image, "mask", mask, "grow", grow))
                .latent();
    }

    @Test
    void whatTheMaskCoversBecomesGrey() throws Exception {
        Image red = Image.of(FloatTensor.concat(
                1, List.of(FloatTensor.zeros(1, 1, 16, 16).map(v -> 1), FloatTensor.zeros(1, 2, 16, 16))));
        Latent latent = encode(red, Samples.rightHalf(16, 16), 0);
        // The fake VAE's latents are mean colours: red on the left, grey on the right.
        assertThat(latent.samples().slice(1, 0, 3).toArray())
                .containsExactly(1, 0.5f, 1, 0.5f, 0, 0.5f, 0, 0.5f, 0, 0.5f, 0, 0.5f);
        assertThat(latent.mask().orElseThrow().values().toArray())
                .isEqualTo(Samples.rightHalf(16, 16).values().toArray());
    }

    /** A point grows to a square of that side, which for even sides reaches further down and to the right. */
    @Test
    void theMaskGrowsAsAConvolutionWithOnes() throws Exception {
        for (int side = 1; side <= 7; side++) {
            float[] point = new float[32 * 32];
            point[12 * 32 + 20] = 1;
            float[] grown = encode(Samples.noise(1, 32, 32, 1), Mask.of(FloatTensor.wrap(point, 1, 32, 32)), side)
                    .mask()
                    .orElseThrow()
                    .values()
                    .toArray();
            // conv2d with padding ceil((side - 1) / 2): output i sees inputs i - padding to i - padding + side - 1.
            int padding = side / 2;
            for (int y = 0; y < 32; y++) {
                for (int x = 0; x < 32; x++) {
                    boolean rows = y - padding <= 12 && 12 <= y - padding + side - 1;
                    boolean columns = x - padding <= 20 && 20 <= x - padding + side - 1;
                    assertThat(grown[y * 32 + x]).isEqualTo(rows && columns ? 1f : 0f);
                }
            }
        }
    }

    @Test
    void takesTheMiddleOfUnevenPicturesAndResizesTheMask() throws Exception {
        Image image = Samples.noise(2, 21, 30, 4);
        Latent latent = encode(image, Mask.of(FloatTensor.of(new float[] {0, 1}, 1, 1, 2)), 0);
        assertThat(latent.samples().shape()).containsExactly(2, 4, 3, 2);
        // Five columns and six rows too many: the first two and three go.
        FloatTensor middle = image.pixels().slice(2, 3, 27).slice(3, 2, 18);
        FloatTensor block = middle.slice(0, 0, 1).slice(1, 0, 1).slice(2, 0, 8).slice(3, 0, 8);
        double mean = 0;
        for (float v : block.toArray()) {
            mean += v / 64;
        }
        assertThat((double) latent.samples().at(0)).isCloseTo(mean, within(1e-5));
        assertThat(latent.mask().orElseThrow().values().shape()).containsExactly(1, 24, 16);
        assertThatThrownBy(() -> encode(Samples.noise(1, 4, 16, 1), Samples.rightHalf(4, 16), 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("too small");
    }

    private static Steps steps(double... timesteps) {
        List<Steps.Step> steps = new ArrayList<>();
        for (int i = 0; i + 1 < timesteps.length; i++) {
            steps.add(new Steps.Step(level(timesteps[i]), level(timesteps[i + 1])));
        }
        return Steps.of(steps, 1, EditingNodesTest::level, ratio -> level(ratio * 100));
    }

    /** A process in which the noise is a hundredth of the timestep, plus a little. */
    private static NoiseLevel level(double timestep) {
        return NoiseLevel.exploding(timestep, 0.001 + timestep / 100);
    }

    private static float[] at(MaskEdit edit, Steps steps, double timestep) {
        FloatTensor mask = FloatTensor.of(new float[] {0, 0.2f, 0.5f, 0.9f, 1}, 1, 1, 1, 5);
        return edit.edit(mask, level(timestep), steps).toArray();
    }

    @Test
    void aSoftMaskOpensInTheOrderOfItsValues() throws Exception {
        MaskEdit edit = NodeHarness.of(new DifferentialDiffusion())
                .run(Map.of("model", TinyDenoiser.create()))
                .model()
                .maskEdits()
                .get(0);
        Steps steps = steps(800, 600, 400, 160, 0);
        assertThat(at(edit, steps, 800)).containsExactly(0, 0, 0, 0, 1);
        assertThat(at(edit, steps, 600)).containsExactly(0, 0, 0, 1, 1);
        assertThat(at(edit, steps, 400)).containsExactly(0, 0, 1, 1, 1);
        assertThat(at(edit, steps, 160)).containsExactly(0, 1, 1, 1, 1);
        assertThat(at(edit, steps, 0)).containsExactly(1, 1, 1, 1, 1);
        // A run that stops early counts from its own end.
        Steps early = steps(800, 600, 400);
        assertThat(at(edit, early, 600)).containsExactly(0, 0, 1, 1, 1);
        assertThat(at(edit, early, 400)).containsExactly(1, 1, 1, 1, 1);
    }

    @Test
    void aWeakerCutKeepsSomeOfTheSoftMask() throws Exception {
        MaskEdit edit = NodeHarness.of(new DifferentialDiffusion())
                .run(Map.of("model", TinyDenoiser.create(), "strength", 0.25))
                .model()
                .maskEdits()
                .get(0);
        assertThat(at(edit, steps(800, 400, 0), 400))
                .containsExactly(new float[] {0, 0.15f, 0.625f, 0.925f, 1}, within(1e-6f));
        assertThatThrownBy(() -> NodeHarness.of(new DifferentialDiffusion()).run(Map.of("model", new FakeDenoiser())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("masks cannot be changed");
    }

    private static FloatTensor paint(String sampler, MaskEdit edit, float mask) throws Exception {
        Map<String, Object> in = Map.of(
                "model",
                TinyDenoiser.create().withMaskEdit(edit),
                "positive",
                Samples.conditioning(1, 3, 6, 7),
                "latent",
                Samples.latent(1, 4, 4, 4, 8).withMask(Mask.of(FloatTensor.of(new float[] {mask}, 1, 1, 1))),
                "sampler",
                sampler,
                "steps",
                3,
                "cfg",
                1);
        return NodeHarness.of(new Sample()).run(in).latent().samples();
    }

    /** Whether masks are kept inside of evaluations, as with names of samplers, or put back after them. */
    @ParameterizedTest
    @ValueSource(strings = {"euler", "dpm_2", "auto"})
    void editsDecideOverTheMaskInEachEvaluation(String sampler) throws Exception {
        float[] given = Samples.latent(1, 4, 4, 4, 8).samples().toArray();
        FloatTensor kept = paint(sampler, (mask, level, steps) -> mask.map(v -> 0), 1);
        assertThat(kept.toArray()).containsExactly(given, within(1e-5f));
        FloatTensor free = paint(sampler, (mask, level, steps) -> mask.map(v -> 1), 0);
        FloatTensor whole = paint(sampler, (mask, level, steps) -> mask, 1);
        assertThat(free.toArray()).isEqualTo(whole.toArray()).isNotEqualTo(kept.toArray());
    }

    @Test
    void instructionsGetThePictureAsTheVaeGivesIt() throws Exception {
        Conditioning prompt = Samples.conditioning(1, 3, 4, 1);
        Conditioning empty = Samples.conditioning(1, 3, 4, 2);
        Image image = Samples.noise(1, 16, 24, 3);
        Map<String, Object> in = Map.of(
                "vae", new FakeVae(), "image", image, "positive", prompt.with(Conditioning.UNCONDITIONAL, empty));
        InstructConditioning.Out out =
                NodeHarness.of(new InstructConditioning()).run(in);
        FloatTensor mean = NodeHarness.of(new EncodeImage())
                .run(Map.of("vae", new FakeVae(), "image", image))
                .latent()
                .samples();
        assertThat(out.positive().get(Conditioning.CONCAT).orElseThrow().toArray())
                .isEqualTo(mean.toArray());
        assertThat(out.image().get(Conditioning.CONCAT).orElseThrow().toArray()).isEqualTo(mean.toArray());
        assertThat(out.image().tokens().toArray()).isEqualTo(empty.tokens().toArray());
        assertThat(out.negative().tokens().toArray()).isEqualTo(empty.tokens().toArray());
        assertThat(out.negative().get(Conditioning.CONCAT).orElseThrow().toArray())
                .containsOnly(0);
        assertThat(out.latent().isEmpty()).isTrue();
        assertThat(out.latent().samples().shape()).containsExactly(1, 4, 3, 2);
        assertThatThrownBy(() -> NodeHarness.of(new InstructConditioning())
                        .run(Map.of("vae", new FakeVae(), "image", image, "positive", prompt)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("negative");
    }

    @Test
    void aPictureStandsInPlaceOfThePrompt() throws Exception {
        Image two = Samples.noise(2, 16, 16, 5);
        FakeImageEncoder encoder = new FakeImageEncoder();
        VariationConditioning.Out out =
                NodeHarness.of(new VariationConditioning()).run(Map.of("encoder", encoder, "image", two));
        // The fake encoder's embedding is what it prepares.
        assertThat(out.positive().tokens().shape()).containsExactly(2, 1, 3);
        assertThat(out.positive().tokens().toArray())
                .isEqualTo(encoder.prepare(two).toArray());
        assertThat(out.negative().tokens().toArray()).containsOnly(0);
    }
}
