package dev.zograf.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.value.FloatTensor;
import org.junit.jupiter.api.Test;

class LatentFormatTest {

    private static final FloatTensor X = FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 1, 2);

    @Test
    void scalesAllChannelsAlike() {
        LatentFormat format = LatentFormat.of(2, 8, 0.5, 1);

        assertThat(format.scale()).isEqualTo(0.5);
        assertThat(format.toDenoiser(X).toArray()).containsExactly(0, 0.5f, 1, 1.5f, 2, 2.5f, 3, 3.5f);
        assertThat(format.scaled(X).toArray()).containsExactly(0.5f, 1, 1.5f, 2, 2.5f, 3, 3.5f, 4);
        assertThat(format.fromDenoiser(format.toDenoiser(X)).toArray()).containsExactly(X.toArray());
    }

    @Test
    void normalizesEachChannelByItself() {
        LatentFormat format = LatentFormat.normalized(8, new double[] {1, -1}, new double[] {2, 4});

        assertThat(format.channels()).isEqualTo(2);
        assertThat(format.scale()).isEqualTo(1);
        FloatTensor own = format.toDenoiser(X);
        assertThat(own.shape()).containsExactly(2, 2, 1, 2);
        assertThat(own.toArray()).containsExactly(0, 0.5f, 1, 1.25f, 2, 2.5f, 2, 2.25f);
        assertThat(format.scaled(X).toArray()).containsExactly(0.5f, 1, 0.75f, 1, 2.5f, 3, 1.75f, 2);
        assertThat(format.fromDenoiser(own).toArray()).containsExactly(X.toArray(), within(1e-6f));
    }

    @Test
    void refusesWhatDoesNotFitTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LatentFormat.normalized(8, new double[2], new double[] {1}))
                .withMessageContaining("2 means, but 1 deviations");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LatentFormat.normalized(8, new double[1], new double[] {0}))
                .withMessageContaining("above 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LatentFormat.normalized(8, new double[3], new double[] {1, 1, 1})
                        .toDenoiser(X))
                .withMessageContaining("[batch, 3, h, w]");
    }
}
