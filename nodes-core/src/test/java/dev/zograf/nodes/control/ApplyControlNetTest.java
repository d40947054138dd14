package dev.zograf.nodes.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.Patches;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApplyControlNetTest {

    private static final ControlNetModel NET = TinyDiffusion.controlNet(Map.of());
    private static final FloatTensor LATENT = Samples.normal(1, 1, 4, 4, 6);
    private static final Conditioning PLAIN = TinyDiffusion.conditioning(2);

    private static ApplyControlNet.Out apply(Conditioning positive, Map<String, ?> more) throws Exception {
        Map<String, Object> in = new HashMap<>(Map.of(
                "positive",
                positive,
                "negative",
                TinyDiffusion.conditioning(3),
                "controlnet",
                NET,
                "image",
                Samples.noise(1, 12, 8, 4)));
        in.putAll(more);
        return NodeHarness.of(new ApplyControlNet()).run(in);
    }

    private static FloatTensor predict(Conditioning conditioning, int call) {
        return TinyDiffusion.predict(LATENT, TinyDiffusion.moment(call), conditioning);
    }

    private static FloatTensor change(Conditioning conditioning, int call) {
        return predict(conditioning, call).minus(predict(PLAIN, call));
    }

    private static double size(FloatTensor tensor) {
        double sum = 0;
        for (int i = 0; i < tensor.size(); i++) {
            sum += Math.abs(tensor.at(i));
        }
        return sum;
    }

    @Test
    void changesWhatTheNetworkSays() throws Exception {
        assertThat(size(change(apply(PLAIN, Map.of()).positive(), 0))).isGreaterThan(0.01);
    }

    @Test
    void usesOneGraphWhateverTheStrengthAndMode() throws Exception {
        Conditioning weak = apply(PLAIN, Map.of("strength", 0.1)).positive();
        Conditioning guess =
                apply(PLAIN, Map.of("strength", 2.0, "mode", "guess")).positive();

        assertThat(Patches.of(weak).get(0).edit())
                .isEqualTo(Patches.of(guess).get(0).edit());
        assertThat(size(change(weak, 0))).isLessThan(size(change(guess, 0)));
    }

    @Test
    void doesNothingAtAllWithoutStrength() throws Exception {
        assertThat(Patches.of(apply(PLAIN, Map.of("strength", 0.0)).positive())).isEmpty();
    }

    @Test
    void countsStepsAsDiffusersDoes() throws Exception {
        Conditioning some = apply(PLAIN, Map.of("start", 0.25, "end", 0.5)).positive();

        assertThat(size(change(some, 0))).isZero();
        assertThat(size(change(some, 1))).isPositive();
        assertThat(size(change(some, 2))).isZero();
    }

    @Test
    void countsTrainingAsComfyUiDoes() throws Exception {
        Conditioning some = apply(PLAIN, Map.of("start", 0.0, "end", 0.35, "count", "training"))
                .positive();

        assertThat(size(change(some, 0))).isPositive();
        assertThat(size(change(some, 1))).isPositive();
        assertThat(size(change(some, 2))).isZero();
    }

    @Test
    void leavesTheNegativeSideAloneWhereTheModeSaysSo() throws Exception {
        assertThat(Patches.of(apply(PLAIN, Map.of()).negative())).hasSize(1);
        assertThat(Patches.of(apply(PLAIN, Map.of("mode", "prompt")).negative()))
                .hasSize(1);
        assertThat(Patches.of(apply(PLAIN, Map.of("mode", "control")).negative()))
                .isEmpty();
        assertThat(Patches.of(apply(PLAIN, Map.of("mode", "guess")).negative())).isEmpty();
        assertThat(Patches.of(apply(
                                PLAIN,
                                Map.of("controlnet", TinyDiffusion.controlNet(Map.of("global_pool_conditions", true))))
                        .negative()))
                .isEmpty();
    }

    @Test
    void controlsTheSidesThatItIsTold() throws Exception {
        Map<String, Object> pooled =
                Map.of("controlnet", TinyDiffusion.controlNet(Map.of("global_pool_conditions", true)), "sides", "both");

        assertThat(Patches.of(apply(PLAIN, pooled).negative())).hasSize(1);
        assertThat(Patches.of(apply(PLAIN, Map.of("sides", "positive")).negative()))
                .isEmpty();
        assertThat(Patches.of(
                        apply(PLAIN, Map.of("mode", "control", "sides", "both")).negative()))
                .hasSize(1);
    }

    @Test
    void weighsResidualsAsTheModeSays() throws Exception {
        assertThat(ControlMode.BALANCED.factors(3, 0.5)).containsExactly(0.5f, 0.5f, 0.5f);
        assertThat(ControlMode.PROMPT.factors(3, 1)).containsExactly((float) (0.825 * 0.825), 0.825f, 1f);
        assertThat(ControlMode.GUESS.factors(3, 1)[0]).isCloseTo(0.1f, within(1e-6f));
        assertThat(ControlMode.GUESS.factors(3, 1)[2]).isEqualTo(1f);
    }

    private static org.assertj.core.data.Offset<Float> within(float most) {
        return org.assertj.core.data.Offset.offset(most);
    }

    @Test
    void addsUpWhereSeveralFollowOneAnother() throws Exception {
        Conditioning one = apply(PLAIN, Map.of("strength", 0.5)).positive();
        Conditioning two = apply(one, Map.of("strength", 0.5)).positive();

        assertThat(Patches.of(two)).hasSize(2);
        FloatTensor whole = change(apply(PLAIN, Map.of("strength", 1.0)).positive(), 0);
        assertThat(size(change(two, 0).minus(whole))).isLessThan(1e-4);
    }

    @Test
    void resizesThePictureToTheLatent() throws Exception {
        Image large = Samples.noise(1, 40, 30, 5);

        assertThat(size(change(apply(PLAIN, Map.of("image", large)).positive(), 0)))
                .isPositive();
    }

    @Test
    void hasTheNetworkSeeMinusOneWhereTheMaskSaysSo() {
        float[] left = {1, 0.4f, 1, 0.6f};
        ControlPicture picture =
                new ControlPicture(Samples.noise(1, 4, 2, 5), Optional.of(Mask.of(FloatTensor.wrap(left, 1, 2, 2))));

        FloatTensor pixels = picture.pixels(2, 4);

        FloatTensor known = Samples.noise(1, 4, 2, 5).pixels();
        for (int i = 0; i < pixels.size(); i++) {
            boolean covered = i % 4 < 2 || i / 4 % 2 == 1;
            assertThat(pixels.at(i)).isEqualTo(covered ? -1 : known.at(i));
        }
        assertThatThrownBy(() -> apply(PLAIN, Map.of("mask", Mask.of(FloatTensor.zeros(2, 4, 4)))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("There are 2 masks for 1 control pictures");
    }

    @Test
    void refusesAsManyPicturesAsDoNotGoWithTheLatents() throws Exception {
        Conditioning three =
                apply(PLAIN, Map.of("image", Samples.noise(3, 12, 8, 6))).positive();

        assertThatThrownBy(() -> predict(three, 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(
                        "There are 3 control pictures for 1 latents: give the input \"image\" of apply-controlnet one");
    }

    @Test
    void refusesARangeThatIsTurnedRound() throws Exception {
        assertThatThrownBy(() -> apply(PLAIN, Map.of("start", 0.9, "end", 0.1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("lies behind the end");
    }

    @Test
    void needsANegativeSide() throws Exception {
        assertThatThrownBy(() -> NodeHarness.of(new ApplyControlNet())
                        .run(Map.of("positive", PLAIN, "controlnet", NET, "image", Samples.noise(1, 12, 8, 4))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("connect it");
    }

    /** As ComfyUI's older node has it, which is given the positive side alone. */
    @Test
    void theGuiderTakesItToTheOtherSide() throws Exception {
        ApplyControlNet.Out out = apply(PLAIN, Map.of("sides", "guider"));

        assertThat(Patches.of(out.negative())).isEmpty();
        assertThat(Patches.of(out.positive())).singleElement().matches(NetworkPatch::isForBothSides);
        assertThat(Patches.of(apply(PLAIN, Map.of()).positive())).noneMatch(NetworkPatch::isForBothSides);
    }
}
