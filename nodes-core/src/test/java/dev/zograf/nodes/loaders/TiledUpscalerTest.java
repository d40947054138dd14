package dev.zograf.nodes.loaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Tiling;
import dev.zograf.api.model.Upscaler;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.models.RrdbNet;
import dev.zograf.models.SrvggCompact;
import dev.zograf.models.SuperResolution;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeNetworks;
import dev.zograf.testkit.fake.FakeWeights;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TiledUpscalerTest {

    private static final NoContext CTX = new NoContext();

    private static Upscaler upscaler(SuperResolution network) {
        return new TiledUpscaler(network, new FakeNetworks().compile(network, Weights.of(FakeWeights.of(network))));
    }

    private static double difference(Image a, Image b) {
        assertThat(a.size()).isEqualTo(b.size());
        double worst = 0;
        for (int i = 0; i < a.pixels().size(); i++) {
            worst = Math.max(worst, Math.abs(a.pixels().at(i) - b.pixels().at(i)));
        }
        return worst;
    }

    @Test
    void tilesThatShareTwiceTheReachMakeThePictureOfTheWhole() {
        SrvggCompact network = new SrvggCompact(3, 4, 3, 2, SrvggCompact.Activation.PRELU);
        Upscaler upscaler = upscaler(network);
        Image image = Samples.noise(2, 23, 17, 1);

        Image whole = upscaler.upscale(image, CTX);

        assertThat(whole.size()).hasToString("46x34");
        for (int overlap = 6; overlap < 11; overlap++) {
            Tiling tiling = Tiling.automatic().withTile(11).withOverlap(overlap);
            assertThat(upscaler.upscale(image, tiling, CTX).pixels().toArray())
                    .containsExactly(whole.pixels().toArray());
        }
    }

    @Test
    void aNetworkForGreyIsGivenOneColourAfterTheOther() {
        Upscaler upscaler = upscaler(new SrvggCompact(1, 4, 3, 2, SrvggCompact.Activation.RELU));
        Image colours = Samples.noise(1, 9, 7, 3);

        Image made = upscaler.upscale(colours, CTX);

        assertThat(made.size()).hasToString("18x14");
        for (int c = 0; c < 3; c++) {
            FloatTensor one = colours.pixels().slice(1, c, c + 1);
            Image grey = upscaler.upscale(Image.of(FloatTensor.concat(1, List.of(one, one, one))), CTX);
            assertThat(made.pixels().slice(1, c, c + 1).toArray())
                    .containsExactly(grey.pixels().slice(1, 0, 1).toArray());
        }
    }

    @Test
    void tilesOfFoldedPicturesAreCutWhereTheyAreFolded() {
        RrdbNet network = new RrdbNet(3, 4, 2, 1, 2, 2);
        Upscaler upscaler = upscaler(network);
        Image image = Samples.noise(1, 95, 9, 2);

        Image whole = upscaler.upscale(image, CTX);
        Image tiled = upscaler.upscale(image, Tiling.automatic().withTile(85).withOverlap(2 * network.reach()), CTX);

        assertThat(network.reach()).isEqualTo(38);
        assertThat(whole.size()).hasToString("190x18");
        assertThat(difference(tiled, whole)).isZero();
    }

    @Test
    void tilesThatShareLessFadeIntoEachOther() {
        Upscaler upscaler = upscaler(new SrvggCompact(3, 4, 3, 1, SrvggCompact.Activation.PRELU));
        Image image = Samples.gradient(40, 30);
        Image whole = upscaler.upscale(image, CTX);

        Image faded = upscaler.upscale(image, Tiling.automatic().withTile(12).withOverlap(4), CTX);

        assertThat(difference(faded, whole)).isPositive().isLessThan(0.1);
    }

    @Test
    void saysHowMuchTilesCanShare() {
        Upscaler upscaler = upscaler(new SrvggCompact(3, 4, 3, 2, SrvggCompact.Activation.PRELU));
        Tiling tiling = Tiling.automatic().withTile(8).withOverlap(8);

        assertThatThrownBy(() -> upscaler.upscale(Samples.gradient(9, 9), tiling, CTX))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at most 7");
    }

    private static final class NoContext implements RunContext {

        @Override
        public String nodeId() {
            return "upscale";
        }

        @Override
        public void progress(int step, int total, @Nullable Supplier<Image> preview) {
            assertThat(step).isBetween(1, total);
        }

        @Override
        public RunFiles files() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String workflow() {
            return "";
        }

        @Override
        public boolean requested() {
            return false;
        }

        @Override
        public Registration onRequest(Runnable action) {
            return () -> {};
        }
    }
}
