package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.tensor.Weights;
import org.junit.jupiter.api.Test;

class RrdbNetTest {

    private static final RrdbNet X4 = new RrdbNet(3, 64, 32, 23, 1, 2);

    @Test
    void hasAsManyParametersAsThePublishedNetwork() {
        assertThat(DeclaredWeights.of(X4).parameters()).isEqualTo(16_697_987L);
        assertThat(X4.scale()).isEqualTo(4);
    }

    @Test
    void isReadFromTheShapes() {
        for (RrdbNet network : new RrdbNet[] {
            X4, new RrdbNet(3, 8, 4, 2, 2, 2), new RrdbNet(3, 8, 4, 1, 4, 2), new RrdbNet(3, 8, 4, 1, 1, 3)
        }) {
            DeclaredWeights weights = DeclaredWeights.of(network);
            assertThat(RrdbNet.detect(Weights.of(weights))).contains(network);
            assertThat(weights.problems(network)).isEmpty();
        }
        assertThat(new RrdbNet(3, 8, 4, 2, 2, 2).scale()).isEqualTo(2);
        assertThat(new RrdbNet(3, 8, 4, 1, 4, 2).scale()).isEqualTo(1);
    }

    @Test
    void namesWhatIsMissingOrMisshapen() {
        DeclaredWeights weights =
                DeclaredWeights.of(X4).remove("body.3.rdb2.conv4.bias").put("conv_hr.weight", 64, 32, 3, 3);

        assertThat(weights.problems(X4))
                .contains(
                        "body.3.rdb2.conv4.bias is missing",
                        "conv_hr.weight has the shape [64, 32, 3, 3] where [64, 64, 3, 3] is needed");
    }

    @Test
    void knowsTheSecondNames() {
        RrdbNet network = new RrdbNet(3, 8, 4, 1, 1, 2);
        DeclaredWeights weights = DeclaredWeights.of(network)
                .rename("body.0.rdb", "RRDB_trunk.0.RDB")
                .rename("conv_body", "trunk_conv")
                .rename("conv_up", "upconv")
                .rename("conv_hr", "HRconv");

        assertThat(RrdbNet.detect(Weights.of(weights))).contains(network);
        assertThat(weights.problems(network)).isEmpty();
    }

    @Test
    void otherArchitecturesAreNotTakenForIt() {
        assertThat(RrdbNet.detect(
                        Weights.of(DeclaredWeights.of(new SrvggCompact(3, 8, 5, 2, SrvggCompact.Activation.PRELU)))))
                .isEmpty();
        DeclaredWeights odd = DeclaredWeights.of(new RrdbNet(3, 8, 4, 1, 1, 2)).put("conv_last.weight", 0, 8, 3, 3);
        assertThat(RrdbNet.detect(Weights.of(odd))).isEmpty();
    }

    @Test
    void knowsTheShortcutsOfEsrganPlus() {
        RrdbNet network = new RrdbNet(3, 8, 4, 1, 1, 0);
        DeclaredWeights weights = DeclaredWeights.of(network);
        for (int i = 1; i <= 3; i++) {
            weights = weights.put("body.0.rdb" + i + ".conv1x1.weight", 4, 8, 1, 1);
        }
        weights = weights.rename("body.0.rdb", "RRDB_trunk.0.RDB")
                .rename("conv_body", "trunk_conv")
                .rename("conv_hr", "HRconv");

        assertThat(RrdbNet.detect(Weights.of(weights))).contains(network);
        assertThat(weights.problems(network)).isEmpty();
        assertThat(weights.put("RRDB_trunk.0.RDB2.conv1x1.weight", 4, 4, 1, 1).problems(network))
                .containsExactly("body.0.rdb2.conv1x1.weight has the shape [4, 4, 1, 1] where [4, 8, 1, 1] is needed");
    }
}
