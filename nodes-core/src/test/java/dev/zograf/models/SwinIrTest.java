package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.tensor.Weights;
import org.junit.jupiter.api.Test;

class SwinIrTest {

    /** A lightweight network of one group of two blocks: 8 wide, windows of 4, 2 heads. */
    private static DeclaredWeights weights() {
        DeclaredWeights weights = layer(new DeclaredWeights(), "conv_first", 8, 3, 3, 3);
        for (String norm : new String[] {"patch_embed.norm", "norm"}) {
            norm(weights, norm);
        }
        for (int i = 0; i < 2; i++) {
            String block = "layers.0.residual_group.blocks." + i + ".";
            norm(weights, block + "norm1");
            norm(weights, block + "norm2");
            layer(weights, block + "attn.qkv", 24, 8);
            layer(weights, block + "attn.proj", 8, 8);
            weights.put(block + "attn.relative_position_bias_table", 49, 2);
            layer(weights, block + "mlp.fc1", 16, 8);
            layer(weights, block + "mlp.fc2", 8, 16);
        }
        layer(weights, "layers.0.conv", 8, 8, 3, 3);
        layer(weights, "conv_after_body", 8, 8, 3, 3);
        return layer(weights, "upsample.0", 27, 8, 3, 3);
    }

    private static DeclaredWeights layer(DeclaredWeights weights, String name, long... shape) {
        return weights.put(name + ".weight", shape).put(name + ".bias", shape[0]);
    }

    private static void norm(DeclaredWeights weights, String name) {
        weights.put(name + ".weight", 8).put(name + ".bias", 8);
    }

    @Test
    void isReadFromTheShapes() {
        SwinIr network = SwinIr.detect(Weights.of(weights())).orElseThrow();

        assertThat(network).isEqualTo(new SwinIr(3, 3, 4, 1, true, 1));
        assertThat(weights().graph(network).outputs().get("out").shape()).hasToString("[1, 3, 12*rows, 12*columns]");
        assertThat(weights().problems(network)).isEmpty();
    }

    /** A network that folds the picture into squares of two by two pixels enlarges as much less. */
    @Test
    void aFoldedPictureIsEnlargedLess() {
        DeclaredWeights folded =
                layer(weights().remove("conv_first.weight").remove("conv_first.bias"), "conv_first.1", 8, 12, 3, 3);
        layer(folded, "upsample.0", 48, 8, 3, 3);
        SwinIr network = SwinIr.detect(Weights.of(folded)).orElseThrow();

        assertThat(network).isEqualTo(new SwinIr(3, 2, 4, 2, true, 1));
        assertThat(folded.graph(network).outputs().get("out").shape()).hasToString("[1, 3, 16*rows, 16*columns]");
        assertThat(folded.problems(network)).isEmpty();
        layer(folded, "upsample.0", 27, 8, 3, 3);
        assertThat(SwinIr.detect(Weights.of(folded))).isEmpty();
    }

    @Test
    void takesTheWrittenMasksAsASignOfShifts() {
        String index = "layers.0.residual_group.blocks.0.attn.relative_position_index";

        assertThat(SwinIr.detect(Weights.of(weights().put(index, 16, 16)))
                        .orElseThrow()
                        .shifted())
                .isFalse();
        DeclaredWeights both =
                weights().put(index, 16, 16).put("layers.0.residual_group.blocks.1.attn_mask", 4, 16, 16);
        SwinIr shifted = SwinIr.detect(Weights.of(both)).orElseThrow();
        assertThat(shifted.shifted()).isTrue();
        assertThat(both.problems(shifted)).isEmpty();
    }

    @Test
    void namesWhatIsMissingMisshapenOrUnknown() {
        DeclaredWeights weights = weights()
                .remove("layers.0.residual_group.blocks.1.mlp.fc1.bias")
                .put("layers.0.residual_group.blocks.1.attn.relative_position_bias_table", 25, 2)
                .put("absolute_pos_embed", 1, 64, 8);
        SwinIr network = SwinIr.detect(Weights.of(weights)).orElseThrow();

        assertThat(String.join("\n", weights.problems(network)))
                .contains(
                        "layers.0.residual_group.blocks.1.mlp.fc1.bias is missing",
                        "blocks.1.attn.relative_position_bias_table has the shape [25, 2] where [49, heads] is needed",
                        "absolute_pos_embed is in the file");
    }

    @Test
    void whatMakesNoSenseIsNotTakenForIt() {
        DeclaredWeights flat = weights().put("conv_first.weight", 8, 0, 3, 3);

        assertThat(SwinIr.detect(Weights.of(flat))).isEmpty();
        assertThat(SwinIr.detect(Weights.of(weights().put("upsample.0.weight", 27))))
                .isEmpty();
        assertThat(SwinIr.detect(
                        Weights.of(DeclaredWeights.of(new SrvggCompact(3, 8, 5, 2, SrvggCompact.Activation.PRELU)))))
                .isEmpty();
    }
}
