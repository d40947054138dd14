package dev.zograf.runtime.layout;

import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/** The names of the autoencoder of latent diffusion in the original code and in diffusers' {@code AutoencoderKL}. */
final class VaeKeys {

    private static final Map<String, String> RESNET = Map.of("nin_shortcut", "conv_shortcut");
    private static final Map<String, String> ATTENTION =
            Map.of("norm", "group_norm", "q", "to_q", "k", "to_k", "v", "to_v", "proj_out", "to_out.0");

    /** What older diffusers called the projections. */
    private static final Map<String, String> OLD_ATTENTION =
            Map.of("norm", "group_norm", "q", "query", "k", "key", "v", "value", "proj_out", "proj_attn");

    private VaeKeys() {}

    /** Whether names without their prefix are the original ones. */
    static boolean original(NavigableSet<String> names) {
        return UnetStructure.has(names, "decoder.up") || UnetStructure.has(names, "encoder.down");
    }

    /** The names for an autoencoder, from its names in either layout. */
    static KeyMap of(NavigableSet<String> names) {
        KeyMap map = new KeyMap();
        map.add("quant_conv", "quant_conv");
        map.add("post_quant_conv", "post_quant_conv");
        boolean original = original(names);
        for (String half : List.of("encoder", "decoder")) {
            boolean encoder = half.equals("encoder");
            String from = half + (encoder ? ".down." : ".up.");
            String to = half + (encoder ? ".down_blocks." : ".up_blocks.");
            int levels = UnetStructure.count(names, original ? from : to);
            for (int i = 0; i < levels; i++) {
                // The original counts the way up from the finest resolution, diffusers in the order of computation.
                int at = encoder ? i : levels - 1 - i;
                int blocks = UnetStructure.count(names, original ? from + i + ".block." : to + at + ".resnets.");
                for (int j = 0; j < blocks; j++) {
                    map.add(from + i + ".block." + j, to + at + ".resnets." + j, RESNET);
                }
                map.add(
                        from + i + (encoder ? ".downsample.conv" : ".upsample.conv"),
                        to + at + (encoder ? ".downsamplers.0.conv" : ".upsamplers.0.conv"));
            }
            map.add(half + ".conv_in", half + ".conv_in");
            map.add(half + ".conv_out", half + ".conv_out");
            map.add(half + ".norm_out", half + ".conv_norm_out");
            map.add(half + ".mid.block_1", half + ".mid_block.resnets.0", RESNET);
            map.add(half + ".mid.block_2", half + ".mid_block.resnets.1", RESNET);
            boolean old = UnetStructure.has(names, half + ".mid_block.attentions.0.query");
            map.add(half + ".mid.attn_1", half + ".mid_block.attentions.0", old ? OLD_ATTENTION : ATTENTION);
        }
        return map;
    }

    /** Whether an original name is of a projection that was written as a convolution of 1x1. */
    static boolean projection(String original) {
        return original.matches("(encoder|decoder)\\.mid\\.attn_1\\.(q|k|v|proj_out)\\.weight");
    }
}
