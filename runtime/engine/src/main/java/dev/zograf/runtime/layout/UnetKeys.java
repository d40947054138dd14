package dev.zograf.runtime.layout;

import java.util.List;
import java.util.Map;

/**
 * The names of a latent diffusion U-Net (Rombach et al. 2022) in the original code and in diffusers' {@code UNet2DConditionModel}, and
 * those of the ControlNet that copies its way down (Zhang et al. 2023).
 */
final class UnetKeys {

    private static final Map<String, String> RESNET = Map.of(
            "in_layers.0", "norm1",
            "in_layers.2", "conv1",
            "emb_layers.1", "time_emb_proj",
            "out_layers.0", "norm2",
            "out_layers.3", "conv2",
            "skip_connection", "conv_shortcut");

    private UnetKeys() {}

    /**
     * The names for a structure.
     *
     * @param pictures whether what is told beside the timestep are pictures, as in Stable unCLIP, rather than SDXL's text and sizes
     */
    static KeyMap of(UnetStructure structure, boolean pictures) {
        KeyMap map = new KeyMap();
        embeddings(map, pictures);
        map.add("out.0", "conv_norm_out");
        map.add("out.2", "conv_out");
        down(map, structure.down());
        middle(map, structure);
        int i = 0;
        for (int step = 0; step < structure.up().size(); step++) {
            UnetStructure.Level level = structure.up().get(step);
            String block = "up_blocks." + step;
            for (int j = 0; j < level.attends().size(); j++) {
                String from = "output_blocks." + i++;
                map.add(from + ".0", block + ".resnets." + j, RESNET);
                boolean attends = level.attends().get(j);
                if (attends) {
                    map.add(from + ".1", block + ".attentions." + j);
                }
                if (level.resampled() && j == level.attends().size() - 1) {
                    map.add(from + (attends ? ".2" : ".1") + ".conv", block + ".upsamplers.0.conv");
                }
            }
        }
        return map;
    }

    /** The names of a ControlNet whose way down has this structure. */
    static KeyMap controlNet(UnetStructure structure) {
        KeyMap map = new KeyMap();
        embeddings(map, false);
        int blocks = down(map, structure.down());
        middle(map, structure);
        for (int i = 0; i < blocks; i++) {
            map.add("zero_convs." + i + ".0", "controlnet_down_blocks." + i);
        }
        map.add("middle_block_out.0", "controlnet_mid_block");
        String hint = "controlnet_cond_embedding.";
        map.add("input_hint_block.0", hint + "conv_in");
        for (int i = 0; i < 6; i++) {
            map.add("input_hint_block." + (2 * i + 2), hint + "blocks." + i);
        }
        map.add("input_hint_block.14", hint + "conv_out");
        return map;
    }

    private static void embeddings(KeyMap map, boolean pictures) {
        map.add("time_embed.0", "time_embedding.linear_1");
        map.add("time_embed.2", "time_embedding.linear_2");
        String told = pictures ? "class_embedding" : "add_embedding";
        map.add("label_emb.0.0", told + ".linear_1");
        map.add("label_emb.0.2", told + ".linear_2");
        map.add("input_blocks.0.0", "conv_in");
    }

    /** @return how many blocks the original numbers, the first convolution included */
    private static int down(KeyMap map, List<UnetStructure.Level> levels) {
        int i = 1;
        for (int level = 0; level < levels.size(); level++) {
            String block = "down_blocks." + level;
            List<Boolean> attends = levels.get(level).attends();
            for (int j = 0; j < attends.size(); j++) {
                String from = "input_blocks." + i++;
                map.add(from + ".0", block + ".resnets." + j, RESNET);
                if (attends.get(j)) {
                    map.add(from + ".1", block + ".attentions." + j);
                }
            }
            if (levels.get(level).resampled()) {
                map.add("input_blocks." + i++ + ".0.op", block + ".downsamplers.0.conv");
            }
        }
        return i;
    }

    private static void middle(KeyMap map, UnetStructure structure) {
        map.add("middle_block.0", "mid_block.resnets.0", RESNET);
        if (structure.middleAttention()) {
            map.add("middle_block.1", "mid_block.attentions.0");
        }
        map.add("middle_block." + (structure.middleAttention() ? 2 : 1), "mid_block.resnets.1", RESNET);
    }
}
