package dev.zograf.nodes.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.GuidanceEdit;
import dev.zograf.api.model.Guided;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.nodes.sampling.Sample;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuidanceTest {

    private static final NoiseLevel LEVEL = NoiseLevel.exploding(600, 2);
    private static final FloatTensor X = Samples.normal(9, 2, 3, 2, 2);
    private static final Prediction NOISE = new Prediction() {
        @Override
        public FloatTensor scaleInput(FloatTensor x, NoiseLevel level) {
            return x;
        }

        @Override
        public Denoised denoised(FloatTensor x, FloatTensor output, NoiseLevel level) {
            return Denoised.of(x.plus(-level.sigma(), output), output);
        }
    };
    private static final GuidanceEdit.Call CALL = (GuidanceEdit.Call) Proxy.newProxyInstance(
            GuidanceTest.class.getClassLoader(),
            new Class<?>[] {GuidanceEdit.Call.class},
            (proxy, method, args) -> switch (method.getName()) {
                case "x" -> X;
                case "moment" -> Moment.of(LEVEL, 1, 4, 0.4);
                case "prediction" -> NOISE;
                default -> throw new AssertionError(method.getName());
            });

    private static FloatTensor wave(boolean sine, double frequency, double scale, double shift) {
        float[] out = new float[24];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (scale * (sine ? Math.sin(i * frequency) : Math.cos(i * frequency)) + shift);
        }
        return FloatTensor.wrap(out, 2, 3, 2, 2);
    }

    /** The numbers are those of diffusers 0.42, {@code rescale_noise_cfg} with a share of 0.7 of the same waves. */
    @Test
    void rescalesAsDiffusersDoes() {
        FloatTensor strong = wave(true, 1.3, 3, 0.5);
        FloatTensor positive = wave(false, 0.7, 1, 0);
        FloatTensor made = new RescaledGuidance(0.7, false).edit(Guided.of(strong, positive, positive), CALL);
        double[] expected = {0.26581, 1.80255, 1.087963, -0.831081, -1.143177, 0.608896, 1.858347, 0.774728};
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) made.at(i)).isCloseTo(expected[i], offset(2e-6));
        }
        assertThat((double) made.at(23)).isCloseTo(-1.338732, offset(2e-6));
    }

    /** The numbers are those of diffusers 0.42, {@code DDPMScheduler._threshold_sample} of the same wave at the quantiles 0.9 and 0.1. */
    @Test
    void thresholdsAsDiffusersDoes() {
        FloatTensor clean = wave(true, 1.3, 3, 0.5);

        FloatTensor most = thresholded(clean, 0.9, 1);
        double[] expected = {0.144787, 0.98185, 0.592614, -0.45269, -0.622689, 0.331666, 1.0, 0.421994};
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) most.at(i)).isCloseTo(expected[i], offset(2e-6));
        }
        assertThat((double) most.at(23)).isCloseTo(-0.8423427939414978, offset(2e-6));
        FloatTensor few = thresholded(clean, 0.1, 1);
        assertThat((double) few.at(0)).isCloseTo(0.42497, offset(2e-6));
        assertThat((double) few.at(3)).isCloseTo(-1, offset(2e-6));
        // A limit of 4 is that of 1 for numbers four times as large.
        FloatTensor large = thresholded(clean.times(4), 0.9, 4);
        for (int i = 0; i < clean.size(); i++) {
            assertThat((double) large.at(i)).isCloseTo(4 * most.at(i), offset(1e-5));
        }
    }

    private static FloatTensor thresholded(FloatTensor clean, double quantile, double limit) {
        FloatTensor output = X.minus(clean).over(LEVEL.sigma());
        FloatTensor made = new ThresholdedClean(quantile, limit).edit(Guided.of(output), CALL);
        return NOISE.denoised(X, made, LEVEL).x0();
    }

    /** Compared as velocities, the rescaled output has the positive one's deviation as a velocity. */
    @Test
    void rescalesVelocities() {
        FloatTensor strong = wave(true, 1.3, 3, 0.5);
        FloatTensor positive = wave(false, 0.7, 1, 0);
        FloatTensor made = new RescaledGuidance(1, true).edit(Guided.of(strong, positive, positive), CALL);
        for (int entry = 0; entry < 2; entry++) {
            assertThat(Entries.deviation(velocity(made).slice(0, entry, entry + 1)))
                    .isCloseTo(Entries.deviation(velocity(positive).slice(0, entry, entry + 1)), offset(1e-5));
        }
    }

    private static FloatTensor velocity(FloatTensor noise) {
        double size = Math.sqrt(1 + LEVEL.sigma() * LEVEL.sigma());
        return noise.zip(X.plus(-LEVEL.sigma(), noise), (e, x0) -> (e - LEVEL.sigma() * x0) / size);
    }

    /**
     * The numbers are PyTorch's, in ComfyUI's formula of the same waves with a strength of 1.5: {@code guided * clamp(|positive| / (|guided| +
     * 1e-8), 0, 1) * strength}, the norms over channels.
     */
    @Test
    void limitsTheNormAsComfyUiDoes() {
        FloatTensor guided = wave(true, 1.3, 3, 0.5);
        FloatTensor positive = wave(false, 0.7, 1, 0);
        double[] shorter = {0.398707, 1.99506, 0.636108, -0.322659, -1.71473, 0.673925, 1.086535, 0.300781};
        double[] mixed = {1.5, 1.147263, 0.254951, -0.757269, -1.413334, -1.404685, -0.735391, 0.279769};
        FloatTensor made = limited(guided, positive);
        FloatTensor turned = limited(positive, guided);
        for (int i = 0; i < shorter.length; i++) {
            assertThat((double) made.at(i)).isCloseTo(shorter[i], offset(2e-5));
            assertThat((double) turned.at(i)).isCloseTo(mixed[i], offset(2e-5));
        }
        assertThat((double) made.at(23)).isCloseTo(-1.370753, offset(2e-5));
    }

    private static FloatTensor limited(FloatTensor guided, FloatTensor positive) {
        FloatTensor output = X.minus(guided).over(LEVEL.sigma());
        FloatTensor like = X.minus(positive).over(LEVEL.sigma());
        return NOISE.denoised(X, new LimitedNorm(1.5).edit(Guided.of(output, like, like), CALL), LEVEL)
                .x0();
    }

    /** Of an odd side the last squares are halves. */
    @Test
    void keepsTheNormOfEachSquare() {
        FloatTensor to = wave(false, 0.7, 1, 0, 3, 4);
        FloatTensor away = wave(true, 1.3, 3, 0.5, 3, 4);
        FloatTensor strong = away.zip(to, (a, b) -> a + 4 * (b - a));

        FloatTensor made = new KeptNorm().edit(Guided.of(strong, to, away), CALL);

        for (int[] from : new int[][] {{0, 0, 2}, {0, 2, 2}, {2, 0, 3}, {2, 2, 3}}) {
            FloatTensor square = square(made, from);
            FloatTensor like = square(strong, from);
            assertThat(norm(square)).isCloseTo(norm(square(to, from)), offset(1e-6));
            for (int i = 0; i < square.size(); i++) {
                assertThat(square.at(i) / norm(square)).isCloseTo(like.at(i) / norm(like), offset(1e-6));
            }
        }
        assertThat(new KeptNorm().edit(Guided.of(strong), CALL))
                .as("without a negative side")
                .isSameAs(strong);
    }

    private static FloatTensor square(FloatTensor x, int[] from) {
        return x.slice(0, 0, 1).slice(2, from[0], from[2]).slice(3, from[1], from[1] + 2);
    }

    private static double norm(FloatTensor x) {
        double sum = 0;
        for (int i = 0; i < x.size(); i++) {
            sum += (double) x.at(i) * x.at(i);
        }
        return Math.sqrt(sum);
    }

    /**
     * The numbers are PyTorch's, by the transform of FreSca's authors, with 0.5 for the low frequencies, 1.5 for the high ones and a scale of 4:
     * {@code negative + 4 * filtered(positive - negative)}.
     */
    @ParameterizedTest
    @CsvSource({
        "5, 6, 1, 10.16721 -6.1814 -7.80891 1.89641 2.69177 -8.97315, -16.88201",
        "5, 6, 2, 10.3569 -3.34815 -4.59243 -2.45552 0.48691 -6.25318, -9.65923",
        "4, 7, 9, 3.4912 -3.58467 -0.59181 0.26856 -0.3352 -1.65004, -0.5842"
    })
    void scalesFrequenciesAsTheAuthorsOfFreScaDo(int height, int width, int cutoff, String first, double last) {
        FloatTensor to = wave(false, 0.7, 1, 0, height, width);
        FloatTensor away = wave(true, 1.3, 3, 0.5, height, width);
        FloatTensor strong = away.zip(to, (a, b) -> a + 4 * (b - a));

        FloatTensor made = new ScaledFrequencies(0.5, 1.5, cutoff).edit(Guided.of(strong, to, away), CALL);

        String[] expected = first.split(" ");
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) made.at(i)).isCloseTo(Double.parseDouble(expected[i]), offset(2e-5));
        }
        assertThat((double) made.at(made.size() - 1)).isCloseTo(last, offset(2e-5));
        assertThat(new ScaledFrequencies(0.5, 1.5, cutoff).edit(Guided.of(strong), CALL))
                .as("without a negative side")
                .isSameAs(strong);
    }

    private static FloatTensor wave(boolean sine, double frequency, double scale, double shift, int height, int width) {
        float[] out = new float[2 * height * width];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (scale * (sine ? Math.sin(i * frequency) : Math.cos(i * frequency)) + shift);
        }
        return FloatTensor.wrap(out, 2, 1, height, width);
    }

    /** Of the clean latents that the outputs mean, for each entry and channel, as the original's formula has it. */
    @Test
    void keepsTheRangeOfALowerScale() {
        FloatTensor away = Samples.normal(1, 2, 3, 2, 2);
        FloatTensor to = Samples.normal(2, 2, 3, 2, 2);
        FloatTensor strong = away.zip(to, (a, b) -> a + 20 * (b - a));
        FloatTensor weak = away.zip(to, (a, b) -> a + 5 * (b - a));
        FloatTensor made = new MimickedScale(5, 0.9, 1).edit(Guided.of(strong, to, away), CALL);
        for (int entry = 0; entry < 2; entry++) {
            for (int c = 0; c < 3; c++) {
                FloatTensor high = clean(strong, entry, c);
                FloatTensor low = clean(weak, entry, c);
                FloatTensor kept = clean(made, entry, c);
                double mean = Entries.mean(high);
                double range = range(low, Entries.mean(low));
                double limit = Math.max(range, Entries.quantileOfSizes(high.map(v -> v - mean), 0.9));
                for (int i = 0; i < 4; i++) {
                    double clipped = Math.max(-limit, Math.min(limit, high.at(i) - mean));
                    assertThat((double) kept.at(i)).isCloseTo(mean + clipped / limit * range, offset(1e-3));
                }
            }
        }
        assertThat(new MimickedScale(20, 1, 1)
                        .edit(Guided.of(strong, to, away), CALL)
                        .at(3))
                .isCloseTo(strong.at(3), offset(1e-3f));
    }

    private static FloatTensor clean(FloatTensor output, int entry, int channel) {
        return X.plus(-LEVEL.sigma(), output).slice(0, entry, entry + 1).slice(1, channel, channel + 1);
    }

    private static double range(FloatTensor channel, double around) {
        return Entries.quantileOfSizes(channel.map(v -> v - around), 1);
    }

    @Test
    void clipsTheCleanLatentAtItsQuantileAndScalesItToTheLimit() {
        FloatTensor output = wave(true, 1.3, 3, 0.5);
        FloatTensor before = X.plus(-2, output);
        FloatTensor after = X.plus(-2, new ThresholdedClean(0.5, 1).edit(Guided.of(output), CALL));
        for (int entry = 0; entry < 2; entry++) {
            double s = Math.max(1, Entries.quantileOfSizes(before.slice(0, entry, entry + 1), 0.5));
            for (int i = entry * 12; i < entry * 12 + 12; i++) {
                double wanted = Math.min(Math.max(before.at(i), -s), s) / s;
                assertThat((double) after.at(i)).isCloseTo(wanted, offset(1e-5));
            }
        }
    }

    static FloatTensor sample(Denoiser model, Object... more) throws Exception {
        Map<String, Object> in = new HashMap<>(Map.of(
                "model",
                model,
                "positive",
                Samples.conditioning(1, 3, 6, 1),
                "negative",
                Samples.conditioning(1, 3, 6, 2),
                "latent",
                Latent.empty(1, 4, 8, 8),
                "steps",
                2,
                "sampler",
                "euler"));
        for (int i = 0; i < more.length; i += 2) {
            in.put((String) more[i], more[i + 1]);
        }
        return NodeHarness.of(new Sample()).run(in).latent().samples();
    }

    @Test
    void outsideOfItsIntervalGuidanceIsOff() throws Exception {
        Denoiser model = TinyDenoiser.create();
        Denoiser never = NodeHarness.of(new LimitGuidance())
                .run(Map.of("model", model, "start", 0.5, "end", 0.5, "count", "steps"))
                .model();
        assertThat(sample(never).toArray()).isEqualTo(sample(model, "cfg", 1).toArray());
        Denoiser always = NodeHarness.of(new LimitGuidance())
                .run(Map.of("model", model, "start", 0, "end", 1))
                .model();
        assertThat(sample(always).toArray()).isEqualTo(sample(model).toArray());
    }

    /** How many conditionings each evaluation has, of a model whose guidance is limited. */
    private static List<Integer> evaluated(Denoiser counted, List<Integer> calls, String sampler, double cfg)
            throws Exception {
        Denoiser limited = NodeHarness.of(new LimitGuidance())
                .run(Map.of("model", counted, "start", 0.25, "end", 0.75, "count", "steps"))
                .model();
        sample(limited, "steps", 4, "cfg", cfg, "sampler", sampler);
        return List.copyOf(calls);
    }

    @Test
    void outsideOfItsIntervalTheNegativeSideIsNotEvaluated() throws Exception {
        CountedDenoiser counted = CountedDenoiser.of(TinyDenoiser.create());
        assertThat(evaluated(counted, counted.calls(), "euler", 5)).containsExactly(1, 2, 2, 1);
        counted.calls().clear();
        assertThat(evaluated(counted, counted.calls(), "euler", 1)).containsExactly(1, 1, 1, 1);
    }

    /** Perturbed attention leads by a multiple of a direction that is there only where attention is taken away. */
    @Test
    void leadsAwayFromPixelsThatDoNotLookAtEachOther() throws Exception {
        Denoiser model = TinyDenoiser.create();
        FloatTensor plain = sample(model, "steps", 1);
        FloatTensor once = sample(model.withGuidance(new PerturbedAttention(1, "mid_block")), "steps", 1);
        FloatTensor twice = sample(model.withGuidance(new PerturbedAttention(2, "mid_block")), "steps", 1);
        FloatTensor nowhere = sample(model.withGuidance(new PerturbedAttention(1, "down_blocks.1")), "steps", 1);
        assertThat(once.toArray()).isNotEqualTo(plain.toArray());
        assertThat(nowhere.toArray()).isEqualTo(plain.toArray());
        for (int i = 0; i < plain.size(); i++) {
            assertThat(twice.at(i) - once.at(i)).isCloseTo(once.at(i) - plain.at(i), offset(1e-5f));
        }
    }

    @Test
    void guidanceAppliesToCombinedConditionings() throws Exception {
        Denoiser model = TinyDenoiser.create().withGuidance(new PerturbedAttention(2, "mid_block"));
        Conditioning one = Samples.conditioning(1, 3, 6, 1);
        FloatTensor twice = sample(model, "positive", Conditioning.combine(List.of(one, one)));
        FloatTensor once = sample(model);
        for (int i = 0; i < once.size(); i++) {
            assertThat(twice.at(i)).isCloseTo(once.at(i), offset(1e-4f));
        }
    }
}
