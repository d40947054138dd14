package dev.zograf.nodes.control;

import static dev.zograf.nodes.control.AdaptersTest.LATENT;
import static dev.zograf.nodes.control.AdaptersTest.PLAIN;
import static dev.zograf.nodes.control.AdaptersTest.apply;
import static dev.zograf.nodes.control.AdaptersTest.change;
import static dev.zograf.nodes.control.AdaptersTest.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Patches;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.testkit.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Masks of IP-Adapters. */
class IpAdapterMaskTest {

    private static Mask mask(float... row) {
        return Mask.of(FloatTensor.of(row, 1, 1, row.length));
    }

    @Test
    void picturesCountWhereTheirMaskIsOne() throws Exception {
        double all = change(apply(plain(), Map.of()).positive());
        Conditioning half = apply(plain(), Map.of("mask", List.of(mask(1, 0)))).positive();
        Conditioning other = apply(plain(), Map.of("mask", List.of(mask(0, 1)))).positive();

        assertThat(change(apply(plain(), Map.of("mask", List.of(mask(1)))).positive()))
                .isCloseTo(all, within(1e-6));
        assertThat(change(apply(plain(), Map.of("mask", List.of(mask(0)))).positive()))
                .isZero();
        assertThat(change(half)).isGreaterThan(1e-6).isNotEqualTo(change(other));
        assertThat(Patches.of(half).get(0).edit())
                .isEqualTo(Patches.of(other).get(0).edit());
    }

    @Test
    void aMaskForEachPictureIsAPatchForEach() throws Exception {
        Image red = Samples.noise(1, 9, 7, 4);
        Image green = Samples.noise(1, 5, 8, 9);
        Conditioning together = apply(
                        plain(),
                        Map.of(
                                "image",
                                List.of(red, green),
                                "mask",
                                List.of(mask(1, 0), mask(0.5f, 1)),
                                "shares",
                                List.of(1.0, 0.25),
                                "weight",
                                0.8))
                .positive();
        Conditioning first = apply(plain(), Map.of("image", List.of(red), "mask", List.of(mask(1, 0)), "weight", 0.8))
                .positive();
        Conditioning both = apply(
                        plain(),
                        Map.of(
                                "positive",
                                first,
                                "image",
                                List.of(green),
                                "mask",
                                List.of(mask(0.5f, 1)),
                                "weight",
                                0.2))
                .positive();

        assertThat(Patches.of(together)).hasSize(2);
        assertThat(change(together)).isCloseTo(change(both), within(1e-6));
    }

    @Test
    void aMaskMayBeOneForEachLatent() throws Exception {
        Mask two = Mask.of(FloatTensor.of(new float[] {1, 0}, 2, 1, 1));
        Conditioning told = apply(plain(), Map.of("mask", List.of(two))).positive();
        FloatTensor one = LATENT.repeatTo(2);

        FloatTensor with = TinyDiffusion.predict(one, TinyDiffusion.moment(0), told);
        FloatTensor without = TinyDiffusion.predict(one, TinyDiffusion.moment(0), PLAIN);
        assertThat(with.slice(0, 1, 2).toArray())
                .isEqualTo(without.slice(0, 1, 2).toArray());
        assertThat(with.slice(0, 0, 1).toArray())
                .isNotEqualTo(without.slice(0, 0, 1).toArray());
        assertThatThrownBy(() -> change(told))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("A batch of 2 masks does not fit 1 latents");
    }

    @Test
    void masksThatFitNoPicturesAreRefused() {
        List<Mask> three = List.of(mask(1), mask(1), mask(1));
        List<Mask> two = three.subList(0, 2);

        assertThatThrownBy(() -> apply(plain(), Map.of("mask", three)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("There are 3 masks for 2 pictures");
        assertThatThrownBy(() -> apply(plain(), Map.of("mask", two, "combine", "average")))
                .hasMessageContaining("Pictures that are mixed have one mask");
        assertThatThrownBy(() -> apply(plain(), Map.of("mask", two, "shares", List.of(1.0))))
                .hasMessageContaining("There are 1 shares for 2 pictures and 2 masks");
        assertThatThrownBy(() -> apply(plain(), Map.of("shares", List.of(1.0, 0.5))))
                .hasMessageContaining("give a mask and a share for each picture");
    }

    /** What {@code IPAdapterMaskProcessor.downsample} of diffusers 0.42 gives. */
    @Test
    void masksOfOtherSidesAreLaidAsDiffusersDoes() {
        FloatTensor rising = FloatTensor.of(new float[] {0, 0.2f, 0.4f, 0.6f, 0.8f, 1}, 1, 3, 2);
        Map<String, HostTensor> seven = new IpAdapterMask(Mask.of(rising), true).inputs(new int[] {1, 4, 1, 7});
        Map<String, HostTensor> wide =
                new IpAdapterMask(Mask.of(rising.reshape(1, 2, 3)), true).inputs(new int[] {1, 4, 4, 6});

        assertLaid(seven, 0, 0.0712891f, 0.3119141f, 0.688086f, 0.9287109f, 0, 0, 0);
        assertLaid(seven, 1, 0.0765625f, 0.2765625f, 0.7234375f, 0.9234375f);
        assertLaid(wide, 1, 0, 0.2f, 0.4f, 0.6f, 0.8f, 1);
        assertLaid(wide, 2, 0.3382813f, 0.6617188f);
    }

    private static void assertLaid(Map<String, HostTensor> masks, int level, float... expected) {
        assertThat(((FloatTensor) masks.get("mask." + level)).toArray()).containsExactly(expected, within(1e-6f));
    }

    @Test
    void aMaskIsStretchedOverThePicture() {
        Map<String, HostTensor> masks = new IpAdapterMask(mask(0, 1), false).inputs(new int[] {2, 4, 3, 2});

        assertLaid(masks, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        assertLaid(masks, 1, 0.5f, 0.5f, 0.5f, 0.5f);
    }
}
