package dev.zograf.nodes.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.CancelledException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import dev.zograf.testkit.fake.FakeDenoiser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {

    private static final Conditioning POSITIVE = conditioning(1, 0.2f);
    private static final Conditioning NEGATIVE = conditioning(1, -0.1f);

    private final FakeDenoiser model = new FakeDenoiser();
    private final TestContext ctx = new TestContext(Integer.MAX_VALUE);

    @Test
    void paintsTheModelsOwnSizeAndSaysHowFarItIs() {
        Sample.Out out = new Sample().run(in(POSITIVE, 7, "euler", "auto", 4, 1, Optional.empty()), ctx);
        assertThat(out.latent().samples().shape()).containsExactly(1, 4, 16, 16);
        assertThat(ctx.progress).containsExactly("1/4 16x16", "2/4 16x16", "3/4 16x16", "4/4 16x16");
        assertThat(model.calls()).containsOnly(2).hasSize(4);
    }

    @Test
    void evaluatesThePositiveSideAloneWithoutGuidance() {
        new Sample().run(in(POSITIVE, 1, "auto", "auto", 3, 1, Optional.empty()), ctx);
        assertThat(model.calls()).containsOnly(1).hasSize(4);
    }

    @Test
    void isReproducibleAndGoesOnWithItsNoise() {
        Sample.In in = in(POSITIVE, 2, "tcd", "karras", 4, 1, Optional.empty());
        assertThatThrownBy(() -> new Sample().run(in, ctx))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("auto");
        Sample.In good = in(POSITIVE, 2, "euler_ancestral", "trailing", 4, 1, Optional.empty());
        Sample.Out once = new Sample().run(good, ctx);
        Sample.Out again = new Sample().run(good, ctx);
        assertThat(once.latent().samples().toArray())
                .isEqualTo(again.latent().samples().toArray());
        NoiseSource.Stream stream = TorchNoise.of(3).open();
        for (int draw = 0; draw < 5; draw++) {
            stream.normal(1, 4, 16, 16);
        }
        assertThat(once.noise().open().normal(9).toArray())
                .isEqualTo(stream.normal(9).toArray());
    }

    static List<String> samplers() {
        List<String> names = new ArrayList<>(NamedSampler.all());
        names.addAll(List.of("dpmpp_3m", "dpmpp_singlestep", "pndm", "tcd"));
        return names;
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void knowsEverySampler(String sampler) {
        Sample.Out out = new Sample().run(in(POSITIVE, 3, sampler, "auto", 5, 1, Optional.empty()), ctx);
        for (float value : out.latent().samples().toArray()) {
            assertThat(value).isFinite();
        }
    }

    @Test
    void doesTheLastPartOfTheStepsOnAPicture() {
        Latent picture = Latent.of(FloatTensor.zeros(1, 4, 8, 8));
        new Sample().run(in(POSITIVE, 1, "euler", "auto", 5, 0.6, Optional.of(picture)), ctx);
        // Five steps of a way of eight.
        assertThat(model.calls()).hasSize(5);
        new Sample().run(in(POSITIVE, 1, "heun", "auto", 5, 0.6, Optional.of(picture)), ctx);
        assertThat(model.calls()).hasSize(5 + 9);
        assertThat(new Sample()
                        .run(in(POSITIVE, 1, "euler", "auto", 5, 0, Optional.of(picture)), ctx)
                        .latent())
                .isSameAs(picture);
        assertThatThrownBy(() -> new Sample().run(in(POSITIVE, 1, "euler", "auto", 5, 0.5, Optional.empty()), ctx))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("encode");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1})
    void keepsWhatTheMaskDoesNotCover(double strength) {
        FloatTensor picture = TorchNoise.of(8).open().normal(1, 4, 8, 8);
        FloatTensor mask = FloatTensor.zeros(1, 64, 64).map(v -> v);
        float[] half = mask.toArray();
        java.util.Arrays.fill(half, 0, half.length / 2, 1);
        Latent latent = Latent.of(picture).withMask(Mask.of(FloatTensor.wrap(half, 1, 64, 64)));
        Latent out = new Sample()
                .run(in(POSITIVE, 1, "dpmpp_2m", "auto", 6, strength, Optional.of(latent)), ctx)
                .latent();
        for (int i = 0; i < picture.size(); i++) {
            boolean repainted = i % 64 < 32;
            assertThat(Math.abs(out.samples().at(i) - picture.at(i)) > 1e-4).isEqualTo(repainted);
        }
    }

    @Test
    void paintsALatentForEachPrompt() {
        Sample.Out out = new Sample()
                .run(in(conditioning(3, 0.1f), 2, "euler", "auto", 2, 1, Optional.of(Latent.empty(1, 4, 8, 8))), ctx);
        assertThat(out.latent().batch()).isEqualTo(3);
        assertThatThrownBy(() -> new Sample()
                        .run(
                                in(conditioning(3, 0), 2, "euler", "auto", 2, 1, Optional.of(Latent.empty(2, 4, 8, 8))),
                                ctx))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("2 latents for 3 prompts");
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatThrownBy(() -> new Sample()
                        .run(in(POSITIVE, 1, "auto", "auto", 3, 1, Optional.of(Latent.empty(1, 16, 8, 8))), ctx))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("16 channels");
        Sample.In inpainting = new Sample.In(
                new FakeDenoiser(9),
                POSITIVE,
                Optional.of(NEGATIVE),
                Optional.empty(),
                3,
                3,
                1,
                "auto",
                "auto",
                1,
                Optional.empty(),
                "cpu",
                0,
                10000,
                0,
                1,
                true,
                false,
                Optional.empty());
        assertThatThrownBy(() -> new Sample().run(inpainting, ctx))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("inpaint-conditioning");
    }

    @Test
    void takesTheEmptyPromptForTheNegativeSide() {
        Conditioning both = POSITIVE.with(Conditioning.UNCONDITIONAL, NEGATIVE);
        Sample.In with = in(POSITIVE, 4, "euler", "auto", 2, 1, Optional.empty());
        Sample.In without = new Sample.In(
                model,
                both,
                Optional.empty(),
                Optional.empty(),
                3,
                2,
                4,
                "euler",
                "auto",
                1,
                Optional.empty(),
                "cpu",
                0,
                10000,
                0,
                1,
                true,
                false,
                Optional.empty());
        assertThat(new Sample().run(with, ctx).latent().samples().toArray())
                .isEqualTo(new Sample().run(without, ctx).latent().samples().toArray());
    }

    /** An entry of a batch alone gets the noise that it has in the batch. */
    @Test
    void paintsOneOfABatchAgain() {
        Latent three = Latent.empty(3, 4, 8, 8).withEntries(List.of(0, 1, 2));
        Latent second = Latent.empty(1, 4, 8, 8).withEntries(List.of(1));
        FloatTensor all = new Sample()
                .run(in(POSITIVE, 3, "euler", "auto", 3, 1, Optional.of(three)), ctx)
                .latent()
                .samples();
        Sample.Out one = new Sample().run(in(POSITIVE, 3, "euler", "auto", 3, 1, Optional.of(second)), ctx);
        assertThat(one.latent().samples().toArray())
                .isEqualTo(all.slice(0, 1, 2).toArray());
        assertThat(one.latent().entries()).contains(List.of(1));
    }

    @Test
    void stopsWithinAStep() {
        TestContext cancelled = new TestContext(2);
        assertThatThrownBy(() -> new Sample().run(in(POSITIVE, 1, "euler", "auto", 10, 1, Optional.empty()), cancelled))
                .isInstanceOf(CancelledException.class);
        assertThat(model.calls()).hasSize(2);
    }

    /** Two runs that share a way end where one run ends, by steps and by shares, whatever the convention of the noise. */
    @ParameterizedTest
    @ValueSource(strings = {"euler", "ddim", "dpm_2"})
    void goesOnWhereAnotherRunStopped(String sampler) {
        Sample.In whole = in(POSITIVE, 3, sampler, "trailing", 8, 1, Optional.empty());
        FloatTensor once = new Sample().run(whole, ctx).latent().samples();
        for (boolean shares : new boolean[] {false, true}) {
            Sample.Out base = new Sample().run(part(whole, 0, shares ? -1 : 5, true), ctx);
            Sample.Out rest = new Sample().run(part(with(whole, base.latent()), shares ? -1 : 5, 10000, true), ctx);
            for (int i = 0; i < once.size(); i++) {
                assertThat(rest.latent().samples().at(i))
                        .isCloseTo(once.at(i), org.assertj.core.data.Offset.offset(1e-4f));
            }
            assertThat(rest.denoised().samples().at(0))
                    .isCloseTo(
                            rest.latent().samples().at(0),
                            org.assertj.core.data.Offset.offset(sampler.equals("ddim") ? 0.1f : 1e-4f));
        }
    }

    @Test
    void removesAllNoiseWithTheLastStepUnlessToldNotTo() {
        Sample.In whole = in(POSITIVE, 1, "euler", "trailing", 8, 1, Optional.empty());
        Sample.Out cut = new Sample().run(part(whole, 0, 4, false), ctx);
        assertThat(cut.latent().samples().toArray())
                .isEqualTo(cut.denoised().samples().toArray());
        assertThat(new Sample()
                        .run(part(whole, 0, 4, true), ctx)
                        .latent()
                        .samples()
                        .toArray())
                .isNotEqualTo(cut.latent().samples().toArray());
        assertThatThrownBy(() -> new Sample().run(part(whole, 4, 4, true), ctx))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("later");
    }

    /** @param end -1, as for {@code start}, for the share 0.4 instead */
    private static Sample.In part(Sample.In in, int start, int end, boolean leave) {
        return new Sample.In(
                in.model(),
                in.positive(),
                in.negative(),
                in.latent(),
                in.seed(),
                in.steps(),
                in.cfg(),
                in.sampler(),
                in.scheduler(),
                in.strength(),
                in.noise(),
                in.noiseDevice(),
                Math.max(start, 0),
                end < 0 ? 10000 : end,
                start < 0 ? 0.4 : 0,
                end < 0 ? 0.4 : 1,
                start == 0,
                leave,
                Optional.empty());
    }

    private static Sample.In with(Sample.In in, Latent latent) {
        return new Sample.In(
                in.model(),
                in.positive(),
                in.negative(),
                Optional.of(latent),
                in.seed(),
                in.steps(),
                in.cfg(),
                in.sampler(),
                in.scheduler(),
                in.strength(),
                in.noise(),
                in.noiseDevice(),
                0,
                10000,
                0,
                1,
                true,
                false,
                Optional.empty());
    }

    private Sample.In in(
            Conditioning positive,
            double cfg,
            String sampler,
            String scheduler,
            int steps,
            double strength,
            Optional<Latent> latent) {
        return new Sample.In(
                model,
                positive,
                Optional.of(NEGATIVE),
                latent,
                3,
                steps,
                cfg,
                sampler,
                scheduler,
                strength,
                Optional.empty(),
                "cpu",
                0,
                10000,
                0,
                1,
                true,
                false,
                Optional.empty());
    }

    private static Conditioning conditioning(int batch, float value) {
        return Conditioning.of(FloatTensor.zeros(batch, 2, 3).map(v -> value));
    }
}
