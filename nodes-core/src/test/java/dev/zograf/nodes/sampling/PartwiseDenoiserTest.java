package dev.zograf.nodes.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.When;
import dev.zograf.api.value.Area;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Mask;
import dev.zograf.api.value.Region;
import dev.zograf.nodes.conditioning.DefaultConditioning;
import dev.zograf.nodes.conditioning.PartwiseDenoiser;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PartwiseDenoiserTest {

    private static final int FACTOR = 8;
    private static final Moment MOMENT = Moment.of(NoiseLevel.exploding(700, 3), 3, 10, 0.3);

    private final List<String> calls = new ArrayList<>();
    private final TestContext ctx = new TestContext(Integer.MAX_VALUE);
    private final Denoiser parts = new PartwiseDenoiser(new SizedModel(), new EpsilonPrediction());

    /** Looks at single pixels, and at how large the latent is that it is shown. */
    private final class SizedModel implements Denoiser {
        @Override
        public List<FloatTensor> predict(FloatTensor x, Moment moment, List<Conditioning> all, RunContext run) {
            calls.add(all.size() + " of " + x.dim(3) + "x" + x.dim(2));
            return all.stream().map(each -> x.map(v -> answer(v, x, each))).toList();
        }

        private static double answer(double v, FloatTensor x, Conditioning told) {
            return told.tokens().at(0) + 0.3 * v + 0.01 * x.dim(2) * x.dim(3);
        }

        @Override
        public LatentFormat latentFormat() {
            return LatentFormat.of(4, FACTOR, 1, 0);
        }

        @Override
        public int inputChannels() {
            return 4;
        }

        @Override
        public int nativeSize() {
            return 16;
        }

        @Override
        public Config scheduler() {
            return Config.of("test", Map.of());
        }
    }

    private static Conditioning prompt(double value) {
        return Conditioning.of(FloatTensor.of(new float[] {(float) value}, 1, 1, 1));
    }

    private static Conditioning in(Region region, double value) {
        return prompt(value).with(Conditioning.REGION, region);
    }

    private FloatTensor one(FloatTensor x, Conditioning... all) {
        return parts.predict(x, MOMENT, List.of(Conditioning.combine(List.of(all))), ctx)
                .get(0);
    }

    /** Where the other counts half, the default counts half; where it counts wholly, the default is not evaluated. */
    @Test
    void theDefaultHasWhatTheOthersLeave() throws Exception {
        FloatTensor x = Samples.normal(3, 2, 4, 8, 8);
        Mask all = Mask.of(FloatTensor.zeros(1, 8, 8).map(zero -> 1));
        Conditioning half = in(Region.EVERYWHERE.withMask(all, 0.5, false), 1);
        Conditioning both = NodeHarness.of(new DefaultConditioning())
                .run(Map.of("conditioning", half, "otherwise", prompt(3)))
                .conditioning();
        Conditioning needless = NodeHarness.of(new DefaultConditioning())
                .run(Map.of("conditioning", prompt(1), "otherwise", prompt(3)))
                .conditioning();

        FloatTensor mixed = parts.predict(x, MOMENT, List.of(both), ctx).get(0);
        calls.clear();
        FloatTensor alone = parts.predict(x, MOMENT, List.of(needless), ctx).get(0);

        assertThat(calls).as("nothing is left for the default").containsExactly("1 of 8x8");
        for (int i = 0; i < x.size(); i++) {
            assertThat(mixed.at(i)).isCloseTo(2 + 0.3f * x.at(i) + 0.64f, offset(1e-5f));
            assertThat(alone.at(i)).isCloseTo(1 + 0.3f * x.at(i) + 0.64f, offset(1e-5f));
        }
    }

    /** The rule, written down pixel by pixel. */
    @RepeatedTest(25)
    void averagesByStrengthsMasksAndFeatheredAreas(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int h = 9 + random.nextInt(30);
        int w = 9 + random.nextInt(30);
        FloatTensor x = Samples.normal(random.nextInt(), 2, 4, h, w);
        List<Conditioning> all = new ArrayList<>();
        double[] sum = new double[x.size()];
        double[] weights = new double[x.size()];
        for (int p = 0; p < 1 + random.nextInt(4); p++) {
            double value = random.nextGaussian();
            double strength = 0.1 + random.nextDouble();
            double ofMask = 0.1 + random.nextDouble();
            boolean area = random.nextBoolean();
            boolean masked = random.nextBoolean();
            int left = area ? random.nextInt(w) : 0;
            int top = area ? random.nextInt(h) : 0;
            int width = area ? 1 + random.nextInt(w - left + 3) : w;
            int height = area ? 1 + random.nextInt(h - top + 3) : h;
            FloatTensor mask = Samples.uniform(random.nextInt(), random.nextBoolean() ? 1 : 2, h, w);
            Region region = Region.EVERYWHERE.withStrength(strength);
            region = area
                    ? region.withArea(
                            Area.ofPixels(left * FACTOR + 7, top * FACTOR + 3, width * FACTOR + 7, height * FACTOR + 1))
                    : region;
            region = masked ? region.withMask(Mask.of(mask), ofMask, false) : region;
            all.add(in(region, value));
            int right = Math.min(left + width, w);
            int bottom = Math.min(top + height, h);
            for (int i = 0; i < x.size(); i++) {
                int xx = i % w;
                int yy = i / w % h;
                if (xx >= left && xx < right && yy >= top && yy < bottom) {
                    double weight = strength;
                    if (masked) {
                        int entry = mask.dim(0) == 1 ? 0 : i / (4 * h * w);
                        weight *= ofMask * mask.at((entry * h + yy) * w + xx);
                    } else if (area) {
                        int edgeX = Math.min(8, (right - left) / 4);
                        int edgeY = Math.min(8, (bottom - top) / 4);
                        weight *= left > 0 ? Math.min(1, (xx - left + 1.0) / Math.max(1, edgeX)) : 1;
                        weight *= right < w ? Math.min(1, (right - xx) / Math.max(1.0, edgeX)) : 1;
                        weight *= top > 0 ? Math.min(1, (yy - top + 1.0) / Math.max(1, edgeY)) : 1;
                        weight *= bottom < h ? Math.min(1, (bottom - yy) / Math.max(1.0, edgeY)) : 1;
                    }
                    sum[i] += weight * (value + 0.3 * x.at(i) + 0.01 * (right - left) * (bottom - top));
                    weights[i] += weight;
                }
            }
        }
        FloatTensor made = one(x, all.toArray(Conditioning[]::new));
        for (int i = 0; i < x.size(); i++) {
            double sigma = MOMENT.level().sigma();
            double empty = x.at(i) * Math.sqrt(1 + sigma * sigma) / sigma;
            assertThat((double) made.at(i)).isCloseTo(weights[i] > 0 ? sum[i] / weights[i] : empty, offset(1e-5));
        }
    }

    @Test
    void partsOfEqualAreasGoIntoOneCallWithThoseOfTheNegativeSide() {
        FloatTensor x = Samples.normal(1, 1, 4, 16, 16);
        Region left = Region.EVERYWHERE.withArea(Area.ofShares(0, 0, 0.5, 1));
        Conditioning positive = Conditioning.combine(List.of(prompt(1), in(left, 2), in(left, 3)));
        List<FloatTensor> both = parts.predict(x, MOMENT, List.of(prompt(0), positive), ctx);
        assertThat(calls).containsExactly("2 of 16x16", "3 of 8x16");
        // The negative prompt has looked at the left half by itself, too, with half of the weight for each.
        assertThat((double) both.get(0).at(0)).isCloseTo(0.3 * x.at(0) + (2.56 + 1.28) / 2, offset(1e-5));
        assertThat((double) both.get(1).at(0))
                .isCloseTo((1 + 2 + 3 + 2.56 + 1.28 + 1.28) / 3 + 0.3 * x.at(0), offset(1e-5));
        assertThat((double) both.get(0).at(15)).isCloseTo(0.3 * x.at(15) + 2.56, offset(1e-5));
    }

    @Test
    void seesOnlyTheRectangleAroundAMaskIfToldTo() {
        float[] mask = new float[16 * 16];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % 16 >= 3 && i % 16 < 13 && i / 16 == 10 ? 0.5f : 0;
        }
        Region region = Region.EVERYWHERE.withMask(Mask.of(FloatTensor.of(mask, 1, 16, 16)), 1, true);
        one(Samples.normal(1, 1, 4, 16, 16), in(region, 1), prompt(2));
        assertThat(calls).containsExactly("1 of 10x6", "1 of 16x16");
    }

    @Test
    void resizesMasksBetweenTheCentresOfPixels() {
        FloatTensor mask = FloatTensor.of(new float[] {0, 1}, 1, 1, 2);
        Region region = Region.EVERYWHERE.withMask(Mask.of(mask), 1, false);
        FloatTensor made = one(FloatTensor.zeros(1, 4, 4, 8), in(region, 8), prompt(0));
        double[] weight = {0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1};
        for (int i = 0; i < 8; i++) {
            assertThat((double) made.at(i)).isCloseTo(8 * weight[i] / (weight[i] + 1) + 0.32, offset(1e-5));
        }
    }

    @Test
    void evaluatesWhatCountsAtTheMomentOnly() {
        FloatTensor x = FloatTensor.zeros(1, 4, 8, 8);
        Conditioning early = When.limit(prompt(1), When.trained(0, 0.3));
        Conditioning late = When.limit(prompt(2), When.trained(0.31, 1));
        Conditioning never = When.limit(early, When.done(0.4, 1));
        assertThat((double) one(x, early, late, never).at(0)).isCloseTo(1.64, offset(1e-6));
        assertThat(one(x, late).map(Math::abs).toArray()).containsOnly(0);
        assertThat(calls).containsExactly("1 of 8x8");
    }

    @Test
    void refusesAnAreaOutsideOfThePicture() {
        Region region = Region.EVERYWHERE.withArea(Area.ofPixels(128, 0, 64, 64));
        assertThatThrownBy(() -> one(FloatTensor.zeros(1, 4, 16, 16), in(region, 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("128x128 pixels");
    }
}
