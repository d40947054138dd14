package dev.zograf.nodes.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.FloatTensor;
import org.junit.jupiter.api.Test;

class TorchNoiseTest {

    @Test
    void drawsSmallCountsInDoublePrecision() {
        assertThat(TorchNoise.of(0).open().normal(4).toArray())
                .containsExactly(1.5409960746765137f, -0.293428897857666f, -2.1787893772125244f, 0.5684312582015991f);
    }

    @Test
    void drawsTheTailAgain() {
        float[] values = TorchNoise.of(0).open().normal(17).toArray();
        assertThat(values).startsWith(-1.1258398294448853f, -1.6959311962127686f, 0.5666506290435791f);
        assertThat(values).endsWith(0.9318265914916992f);
    }

    @Test
    void keepsTheSecondOfAPairForTheNextSmallDraw() {
        NoiseSource.Stream stream = TorchNoise.of(1234).open();
        assertThat(stream.normal(3).at(2)).isEqualTo(-1.0115290880203247f);
        assertThat(stream.normal(5).at(0)).isEqualTo(0.2167382389307022f);
        stream.normal(16);
        assertThat(stream.normal(2).toArray()).containsExactly(-0.26107680797576904f, 0.6104170680046082f);
    }

    @Test
    void goesOnFromAMarkAsTheStreamItselfWould() {
        NoiseSource.Stream whole = TorchNoise.of(9).open();
        NoiseSource.Stream first = TorchNoise.of(9).open();
        assertThat(first.normal(1, 3, 3).toArray())
                .isEqualTo(whole.normal(1, 3, 3).toArray());
        NoiseSource position = first.mark();
        FloatTensor next = whole.normal(2, 4, 5, 3);
        assertThat(position.open().normal(2, 4, 5, 3).toArray()).isEqualTo(next.toArray());
        assertThat(position.open().normal(2, 4, 5, 3).toArray()).isEqualTo(next.toArray());
    }

    @Test
    void takesTheLowBitsOfASeed() {
        assertThat(TorchNoise.of(4294967301L).open().normal(31).toArray())
                .isEqualTo(TorchNoise.of(5).open().normal(31).toArray())
                .startsWith(1.8423298597335815f, 0.5188871622085571f);
        assertThat(TorchNoise.of(-7).open().normal(3).toArray())
                .containsExactly(0.23313075304031372f, 0.03948327526450157f, -0.018483465537428856f);
    }

    @Test
    void isStandardNormal() {
        FloatTensor many = TorchNoise.of(3).open().normal(200_003);
        double sum = 0;
        double squares = 0;
        for (float value : many.toArray()) {
            sum += value;
            squares += value * value;
        }
        assertThat(sum / many.size()).isBetween(-0.01, 0.01);
        assertThat(squares / many.size()).isBetween(0.99, 1.01);
    }
}
