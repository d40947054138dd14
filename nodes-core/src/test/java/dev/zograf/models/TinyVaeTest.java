package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.tensor.Weights;
import org.junit.jupiter.api.Test;

class TinyVaeTest {

    private static final TinyVae FACTOR_2 = new TinyVae(3, 4, 2);

    private static DeclaredWeights encoder(DeclaredWeights weights, String layers) {
        conv(weights, layers + "0", 8, 3);
        block(weights, layers + "1");
        weights.put(layers + "2.weight", 8, 8, 3, 3);
        block(weights, layers + "3");
        return conv(weights, layers + "4", 4, 8);
    }

    /** @param first the number of the first convolution */
    private static DeclaredWeights decoder(DeclaredWeights weights, String layers, int first) {
        conv(weights, layers + first, 8, 4);
        block(weights, layers + (first + 2));
        weights.put(layers + (first + 4) + ".weight", 8, 8, 3, 3);
        block(weights, layers + (first + 5));
        return conv(weights, layers + (first + 6), 3, 8);
    }

    private static DeclaredWeights conv(DeclaredWeights weights, String name, int out, int in) {
        return weights.put(name + ".weight", out, in, 3, 3).put(name + ".bias", out);
    }

    private static void block(DeclaredWeights weights, String name) {
        for (int i = 0; i <= 4; i += 2) {
            conv(weights, name + ".conv." + i, 8, 8);
        }
    }

    private static void check(DeclaredWeights weights, boolean encoder, boolean decoder) {
        Weights w = TinyVaeKeys.canonical(Weights.of(weights));
        assertThat(TinyVae.detect(w)).contains(FACTOR_2);
        assertThat(w.has("encoder")).isEqualTo(encoder);
        assertThat(w.has("decoder")).isEqualTo(decoder);
        DeclaredWeights named = new DeclaredWeights();
        w.names().forEach(name -> named.put(name, w.find(name).orElseThrow().shape()));
        if (encoder) {
            assertThat(named.graph(FACTOR_2.encoder()).problems()).isEmpty();
            assertThat(named.graph(FACTOR_2.encoder())
                            .outputs()
                            .get("latent")
                            .dim(1)
                            .fixed())
                    .isEqualTo(4);
        }
        if (decoder) {
            assertThat(named.graph(FACTOR_2.decoder()).problems()).isEmpty();
            assertThat(named.graph(FACTOR_2.decoder()).outputs().get("image").shape())
                    .hasToString("[batch, 3, 2*height, 2*width]");
        }
    }

    @Test
    void isReadFromTheNamesOfDiffusers() {
        DeclaredWeights weights = decoder(encoder(new DeclaredWeights(), "encoder.layers."), "decoder.layers.", 0);
        check(weights, true, true);
    }

    @Test
    void isReadFromTheOriginalFiles() {
        check(encoder(new DeclaredWeights(), ""), true, false);
        check(decoder(new DeclaredWeights(), "", 1), false, true);
        check(decoder(encoder(new DeclaredWeights(), "taesd_encoder."), "taesd_decoder.", 1), true, true);
        check(decoder(encoder(new DeclaredWeights(), "encoder."), "decoder.", 1), true, true);
    }

    @Test
    void otherNetworksAreNotTakenForIt() {
        SrvggCompact compact = new SrvggCompact(3, 8, 5, 2, SrvggCompact.Activation.PRELU);
        assertThat(TinyVae.detect(TinyVaeKeys.canonical(Weights.of(DeclaredWeights.of(compact)))))
                .isEmpty();
    }
}
