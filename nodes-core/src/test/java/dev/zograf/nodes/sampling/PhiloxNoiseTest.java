package dev.zograf.nodes.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.FloatTensor;
import org.junit.jupiter.api.Test;

class PhiloxNoiseTest {

    /** The known answers of the authors' Random123. */
    @Test
    void knowsTheAuthorsAnswers() {
        int[] out = new int[4];
        Philox.block(0, 0, 0, out);
        assertThat(out).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        Philox.block(-1, -1, -1, out);
        assertThat(out).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    }

    /** The widely quoted first numbers of {@code torch.manual_seed(0)} on a CUDA device. */
    @Test
    void drawsWhatACudaDeviceDraws() {
        float[] expected = {
            -0.92466259f,
            -0.42534415f,
            -2.6438457f,
            0.14518388f,
            -0.12086647f,
            -0.57972564f,
            -0.62285122f,
            -0.32838709f,
            -1.07454231f,
            -0.36314407f,
            -1.67105067f,
            2.26550497f
        };
        FloatTensor noise = PhiloxNoise.of(0).open().normal(3, 4);
        for (int i = 0; i < expected.length; i++) {
            assertThat(noise.at(i)).isCloseTo(expected[i], within(1e-5f));
        }
    }

    @Test
    void isNormalAndGoesOn() {
        NoiseSource.Stream stream = PhiloxNoise.of(5).open();
        float[] many = stream.normal(1, 4, 300, 300).toArray();
        double sum = 0;
        double squares = 0;
        for (float value : many) {
            sum += value;
            squares += value * value;
        }
        assertThat(sum / many.length).isCloseTo(0, within(0.01));
        assertThat(squares / many.length).isCloseTo(1, within(0.01));
        NoiseSource mark = stream.mark();
        assertThat(mark.open().normal(8).toArray()).isEqualTo(stream.normal(8).toArray());
    }

    @Test
    void keepsTheNoiseOfStepsApart() {
        NoiseSource.Stream cpu = SeedNoise.of(9, "cpu", false).open();
        assertThat(cpu.normal(20).toArray())
                .isEqualTo(TorchNoise.of(9).open().normal(20).toArray());
        assertThat(cpu.forSteps(0.03, 14.6).normal(20).toArray())
                .isEqualTo(TorchNoise.of(10).open().normal(20).toArray());
        NoiseSource.Stream mixed = SeedNoise.of(9, "mixed", true).open();
        assertThat(mixed.normal(20).toArray())
                .isEqualTo(TorchNoise.of(9).open().normal(20).toArray());
        assertThat(mixed.forSteps(0.03, 14.6).normal(20).toArray())
                .isEqualTo(PhiloxNoise.of(9).open().normal(20).toArray());
        assertThat(SeedNoise.of(9, "cpu", false)
                        .withoutLatent()
                        .open()
                        .normal(20)
                        .toArray())
                .containsOnly(0f);
    }
}
