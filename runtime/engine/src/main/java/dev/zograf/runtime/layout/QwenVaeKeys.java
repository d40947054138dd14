package dev.zograf.runtime.layout;

import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * The names of the autoencoder of Wan 2.1 and Qwen-Image in the original code and in diffusers' {@code AutoencoderKLWan} and {@code
 * AutoencoderKLQwenImage}. The original has all blocks of a half in one row; diffusers sorts those of the decoder by resolution.
 */
final class QwenVaeKeys {

    /** Of which original files have one at least; Wan 2.2 of 5 billion parameters has further rows inside. */
    private static final List<String> SIGNS =
            List.of("decoder.upsamples.0.residual.0.gamma", "encoder.downsamples.0.residual.0.gamma");

    private static final Map<String, String> RESNET = Map.of(
            "residual.0", "norm1",
            "residual.2", "conv1",
            "residual.3", "norm2",
            "residual.6", "conv2",
            "shortcut", "conv_shortcut");

    private QwenVaeKeys() {}

    /** What stands before the original names of such an autoencoder, if there is one. */
    static Optional<String> prefix(NavigableSet<String> names) {
        return SIGNS.stream()
                .flatMap(sign -> names.stream()
                        .filter(name -> name.endsWith(sign))
                        .map(name -> name.substring(0, name.length() - sign.length())))
                .findFirst();
    }

    /** The names for an autoencoder, from its names in either layout, without a prefix. */
    static KeyMap of(NavigableSet<String> names) {
        KeyMap map = new KeyMap();
        map.add("conv1", "quant_conv");
        map.add("conv2", "post_quant_conv");
        for (String half : List.of("encoder", "decoder")) {
            map.add(half + ".conv1", half + ".conv_in");
            map.add(half + ".middle.0", half + ".mid_block.resnets.0", RESNET);
            map.add(half + ".middle.1", half + ".mid_block.attentions.0");
            map.add(half + ".middle.2", half + ".mid_block.resnets.1", RESNET);
            map.add(half + ".head.0", half + ".norm_out");
            map.add(half + ".head.2", half + ".conv_out");
        }
        String down = UnetStructure.has(names, "encoder.downsamples") ? "encoder.downsamples." : "encoder.down_blocks.";
        for (int i = 0; i < UnetStructure.count(names, down); i++) {
            map.add("encoder.downsamples." + i, "encoder.down_blocks." + i, RESNET);
        }
        if (UnetStructure.has(names, "decoder.upsamples")) {
            fromRow(map, names);
        } else {
            fromLevels(map, names);
        }
        return map;
    }

    private static void fromRow(KeyMap map, NavigableSet<String> names) {
        int level = 0;
        int block = 0;
        for (int i = 0; i < UnetStructure.count(names, "decoder.upsamples."); i++) {
            if (UnetStructure.has(names, "decoder.upsamples." + i + ".resample")) {
                upsampler(map, i, level++);
                block = 0;
            } else {
                resnet(map, i, level, block++);
            }
        }
    }

    private static void fromLevels(KeyMap map, NavigableSet<String> names) {
        int row = 0;
        for (int level = 0; level < UnetStructure.count(names, "decoder.up_blocks."); level++) {
            String scope = "decoder.up_blocks." + level;
            for (int block = 0; block < UnetStructure.count(names, scope + ".resnets."); block++) {
                resnet(map, row++, level, block);
            }
            if (UnetStructure.has(names, scope + ".upsamplers")) {
                upsampler(map, row++, level);
            }
        }
    }

    private static void resnet(KeyMap map, int row, int level, int block) {
        map.add("decoder.upsamples." + row, "decoder.up_blocks." + level + ".resnets." + block, RESNET);
    }

    private static void upsampler(KeyMap map, int row, int level) {
        map.add("decoder.upsamples." + row, "decoder.up_blocks." + level + ".upsamplers.0");
    }
}
