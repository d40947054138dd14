package dev.zograf.nodes.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.models.OriginalBlocks;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockWeightsTest {

    /** The blocks of Stable Diffusion 1, or of XL. */
    private static OriginalBlocks blocks(boolean xl) {
        TreeSet<String> names = new TreeSet<>();
        int levels = xl ? 3 : 4;
        for (int i = 0; i < levels; i++) {
            boolean down = xl ? i > 0 : i < 3;
            boolean up = xl ? i < 2 : i > 0;
            for (int j = 0; j < 3; j++) {
                if (j < 2) {
                    names.add("down_blocks." + i + ".resnets." + j + ".conv1.weight");
                    if (down) {
                        names.add("down_blocks." + i + ".attentions." + j + ".proj_in.weight");
                    }
                }
                names.add("up_blocks." + i + ".resnets." + j + ".conv1.weight");
                if (up) {
                    names.add("up_blocks." + i + ".attentions." + j + ".proj_in.weight");
                }
            }
            if (i < levels - 1) {
                names.add("down_blocks." + i + ".downsamplers.0.conv.weight");
                names.add("up_blocks." + i + ".upsamplers.0.conv.weight");
            }
        }
        names.add("mid_block.attentions.0.proj_in.weight");
        return new OriginalBlocks(names);
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    @Test
    void originalNamesCountAllBlocksInARow() {
        assertThat(blocks(false).original("down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q"))
                .contains("input_blocks.4.1.transformer_blocks.0.attn1.to_q");
        assertThat(blocks(false).original("up_blocks.0.upsamplers.0.conv")).contains("output_blocks.2.1.conv");
        assertThat(blocks(false).original("up_blocks.1.upsamplers.0.conv")).contains("output_blocks.5.2.conv");
        assertThat(blocks(true).original("down_blocks.0.downsamplers.0.conv")).contains("input_blocks.3.0.op");
        assertThat(blocks(true).original("up_blocks.2.resnets.0.conv_shortcut"))
                .contains("output_blocks.6.0.skip_connection");
    }

    @Test
    void listsOfTheUsualLengthsNameTheSameBlocks() {
        String layer = "up_blocks.3.attentions.2.proj_out";
        assertThat(BlockWeights.of(numbers(17)).of(layer, blocks(false))).isEqualTo(16);
        assertThat(BlockWeights.of(numbers(26)).of(layer, blocks(false))).isEqualTo(25);
        assertThat(BlockWeights.of(numbers(17)).of("mid_block.attentions.0.proj_in", blocks(false)))
                .isEqualTo(7);
        assertThat(BlockWeights.of(numbers(12)).of("mid_block.attentions.0.proj_in", blocks(true)))
                .isEqualTo(5);
        assertThat(BlockWeights.of(numbers(20)).of("up_blocks.2.resnets.2.conv1", blocks(true)))
                .isEqualTo(19);
        assertThat(BlockWeights.of("0.25," + numbers(16)).base()).isEqualTo(0.25);
    }

    @Test
    void namesMeanBlocksSidesAndScopes() {
        BlockWeights weights = BlockWeights.of("BASE=0.1, in04=0.2, OUT=0.3, up_blocks.1.attentions=0.4");

        assertThat(weights.base()).isEqualTo(0.1);
        assertThat(weights.of("down_blocks.1.attentions.0.proj_in", blocks(false)))
                .isEqualTo(0.2);
        assertThat(weights.of("down_blocks.1.attentions.1.proj_in", blocks(false)))
                .isEqualTo(1);
        assertThat(weights.of("up_blocks.1.attentions.0.proj_in", blocks(false)))
                .isEqualTo(0.4);
        assertThat(weights.of("up_blocks.1.resnets.0.conv1", blocks(false))).isEqualTo(0.3);
    }

    @Test
    void aListOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> BlockWeights.of("1,2,3").of("mid_block.attentions.0.proj_in", blocks(false)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("3 weights")
                .hasMessageContaining("17")
                .hasMessageContaining("26");
        assertThatThrownBy(() -> BlockWeights.of("1,much")).hasMessageContaining("much");
        assertThatThrownBy(() -> BlockWeights.of("1,MID=2")).hasMessageContaining("either");
    }
}
