package dev.zograf.nodes.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.nodes.latent.DecodeLatent;
import dev.zograf.nodes.latent.EncodeImage;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeVae;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TiledVaeTest {

    private static final Vae VAE = new FakeVae();

    private static void same(FloatTensor a, FloatTensor b) {
        assertThat(a.shape()).isEqualTo(b.shape());
        for (int i = 0; i < a.size(); i++) {
            assertThat(a.at(i)).isCloseTo(b.at(i), offset(1e-6f));
        }
    }

    @Test
    void aVaeThatSeesNoFurtherThanATileMakesTheSamePicture() throws Exception {
        Latent latent = Samples.latent(2, 4, 9, 13, 1);
        Image whole = NodeHarness.of(new DecodeLatent())
                .run(Map.of("vae", VAE, "latent", latent))
                .image();

        Image tiled = NodeHarness.of(new DecodeLatent())
                .run(Map.of("vae", VAE, "latent", latent, "tile", 40, "overlap", 16))
                .image();

        same(tiled.pixels(), whole.pixels());
    }

    @Test
    void encodesInTilesToo() throws Exception {
        Image image = Samples.noise(2, 104, 72, 3);
        Latent whole = NodeHarness.of(new EncodeImage())
                .run(Map.of("vae", VAE, "image", image))
                .latent();

        Latent tiled = NodeHarness.of(new EncodeImage())
                .run(Map.of("vae", VAE, "image", image, "tile", 32, "overlap", 16))
                .latent();

        same(tiled.samples(), whole.samples());
    }

    @Test
    void refusesTilesThatAreNoLargerThanWhatTheyShare() {
        assertThatThrownBy(() -> NodeHarness.of(new DecodeLatent())
                        .run(Map.of("vae", VAE, "latent", Samples.latent(1, 4, 9, 13, 1), "tile", 64)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot share 64");
    }
}
