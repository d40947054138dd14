package dev.zograf.nodes.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.zograf.api.RunContext;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Posterior;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeVae;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LatentPreviewTest {

    private static final LatentFormat FORMAT = LatentFormat.of(4, 8, 0.18215, 0);

    private final RunContext ctx = new TestContext(Integer.MAX_VALUE);
    private long now;

    /** Takes five units of time for a picture. */
    private final class SlowVae implements Vae {
        private final Vae vae = new FakeVae();

        @Override
        public Posterior encode(Image image, RunContext context) {
            return vae.encode(image, context);
        }

        @Override
        public Image decode(Latent latent, RunContext context) {
            now += 5;
            return vae.decode(latent, context);
        }

        @Override
        public LatentFormat latentFormat() {
            return vae.latentFormat();
        }
    }

    private LatentPreview decoded() {
        return new LatentPreview(FORMAT, Optional.of(new SlowVae()), ctx, () -> now);
    }

    @Test
    void isWhatTheVaeDecodes() {
        FloatTensor latent = Samples.uniform(1, 1, 4, 3, 5).times(0.18215);
        Image made = decoded().of(latent).get();
        Image expected = new FakeVae().decode(Latent.of(FORMAT.fromDenoiser(latent)), ctx);
        assertThat(made.pixels().toArray()).isEqualTo(expected.pixels().toArray());
    }

    @Test
    void largeLatentsAreMadeSmallBefore() {
        FloatTensor latent = FloatTensor.zeros(2, 4, 50, 66).map(zero -> 0.3 * 0.18215);
        Image made = decoded().of(latent).get();
        assertThat(made.pixels().shape()).containsExactly(2, 3, 128, 176);
        assertThat(made.pixels().at(0)).isCloseTo(0.3f, offset(1e-6f));
        FloatTensor stripes = Samples.uniform(3, 1, 4, 64, 64).times(0.18215);
        Image halved = decoded().of(stripes).get();
        double mean = (stripes.at(2) + stripes.at(3) + stripes.at(66) + stripes.at(67)) / 4 / 0.18215;
        assertThat((double) halved.pixels().at(8)).isCloseTo(mean, offset(1e-6));
    }

    @Test
    void takesAFiftiethOfTheTimeAtMost() {
        LatentPreview preview = decoded();
        FloatTensor latent = FloatTensor.zeros(1, 4, 2, 2);
        int made = 0;
        for (int step = 0; step < 30; step++) {
            now += 100;
            Supplier<Image> offered = preview.of(latent);
            if (offered != null) {
                assertThat(offered.get().width()).isEqualTo(16);
                made++;
            }
        }
        // Steps of 100 and previews of 5: the first at once, then one for each 250.
        assertThat(made).isEqualTo(12);
    }

    @Test
    void whatNobodyLooksAtTakesNoTime() {
        LatentPreview preview = decoded();
        for (int step = 0; step < 5; step++) {
            now += 100;
            assertThat(preview.of(FloatTensor.zeros(1, 4, 2, 2))).isNotNull();
        }
        assertThat(now).isEqualTo(500);
    }

    @Test
    void roughColoursAreThereAtEachStep() {
        LatentPreview rough = new LatentPreview(FORMAT, Optional.empty(), ctx, () -> now);
        for (int step = 0; step < 5; step++) {
            assertThat(rough.of(FloatTensor.zeros(1, 4, 2, 3)).get().width()).isEqualTo(3);
        }
    }
}
