package dev.zograf.nodes.loaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.value.FloatTensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QwenLatentsTest {

    private static final Config EMPTY = Config.of("vae/config.json", Map.of());

    @Test
    void knowsThePublishedOnes() {
        LatentFormat format = QwenLatents.published();

        assertThat(format.channels()).isEqualTo(16);
        assertThat(format.factor()).isEqualTo(8);
        float[] zero = format.fromDenoiser(FloatTensor.zeros(1, 16, 1, 1)).toArray();
        assertThat(zero[0]).isEqualTo(-0.7571f);
        assertThat(zero[15]).isEqualTo(-0.2921f);
        float[] one =
                format.fromDenoiser(FloatTensor.zeros(1, 16, 1, 1).map(a -> 1)).toArray();
        assertThat(one[0]).isCloseTo(-0.7571f + 2.8184f, within(1e-6f));
        assertThat(one[15]).isCloseTo(-0.2921f + 1.916f, within(1e-6f));
        assertThat(QwenLatents.of(EMPTY, 16, 8)
                        .fromDenoiser(FloatTensor.zeros(1, 16, 1, 1))
                        .toArray())
                .containsExactly(zero);
    }

    @Test
    void readsThemFromTheConfiguration() {
        Config config = EMPTY.with(Map.of("latents_mean", List.of(1, 2), "latents_std", List.of(4, 8.0)));

        assertThat(QwenLatents.of(config, 2, 4)
                        .toDenoiser(FloatTensor.of(new float[] {3, 6}, 1, 2, 1, 1))
                        .toArray())
                .containsExactly(0.5f, 0.5f);
    }

    @Test
    void refusesWhatDoesNotGoWithTheChannels() {
        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> QwenLatents.of(EMPTY, 4, 8))
                .withMessageContaining("\"latents_mean\" has 16 numbers, but a latent has 4 channels");
        Config config = EMPTY.with(Map.of("latents_mean", List.of(1), "latents_std", List.of(0)));
        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> QwenLatents.of(config, 1, 8))
                .withMessageContaining("above 0");
    }
}
