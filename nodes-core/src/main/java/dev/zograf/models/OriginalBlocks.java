package dev.zograf.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * The blocks of a latent diffusion U-Net in the original project's names, which count all blocks of the way down and of the way up in a
 * row. LoRA files for SDXL and Control-LoRAs name layers like this, and weights for each block are counted like this everywhere.
 */
public final class OriginalBlocks {

    private static final Map<String, String> RESNET = Map.of(
            "conv1", "in_layers.2",
            "norm1", "in_layers.0",
            "time_emb_proj", "emb_layers.1",
            "norm2", "out_layers.0",
            "conv2", "out_layers.3",
            "conv_shortcut", "skip_connection");

    /**
     * A block.
     *
     * @param name as weights for each block call it: {@code IN04}, {@code MID}, {@code OUT11}
     * @param attends whether it looks at the text
     */
    public record Block(String name, boolean attends) {}

    private record Part(String diffusers, String original, String block, boolean resnet) {}

    private final List<Part> parts = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();

    /** The blocks of a U-Net with tensors of these names, which are diffusers'. */
    public OriginalBlocks(NavigableSet<String> names) {
        part("time_embedding.linear_1", "time_embed.0", "BASE");
        part("time_embedding.linear_2", "time_embed.2", "BASE");
        part("add_embedding.linear_1", "label_emb.0.0", "BASE");
        part("add_embedding.linear_2", "label_emb.0.2", "BASE");
        part("class_embedding.linear_1", "label_emb.0.0", "BASE");
        part("class_embedding.linear_2", "label_emb.0.2", "BASE");
        part("conv_norm_out", "out.0", "BASE");
        part("conv_out", "out.2", "BASE");
        part("conv_in", "input_blocks.0.0", "IN00");
        blocks.add(new Block("IN00", false));
        side(names, "down_blocks", "input_blocks", "IN", ".downsamplers.0.conv", 1);
        blocks.add(new Block("MID", has(names, "mid_block.attentions.0")));
        parts.add(new Part("mid_block.resnets.0", "middle_block.0", "MID", true));
        part("mid_block.attentions.0", "middle_block.1", "MID");
        parts.add(new Part("mid_block.resnets.1", "middle_block.2", "MID", true));
        side(names, "up_blocks", "output_blocks", "OUT", ".upsamplers.0.conv", 0);
    }

    private void side(
            NavigableSet<String> names, String side, String original, String block, String resampler, int first) {
        int n = first;
        for (int i = 0; has(names, side + "." + i); i++) {
            String level = side + "." + i;
            int j = 0;
            for (; has(names, level + ".resnets." + j); j++) {
                boolean attends = has(names, level + ".attentions." + j);
                String name = block(block, n, attends);
                parts.add(new Part(level + ".resnets." + j, original + "." + n + ".0", name, true));
                if (attends) {
                    part(level + ".attentions." + j, original + "." + n + ".1", name);
                }
                n++;
            }
            if (has(names, level + resampler)) {
                if (first == 1) {
                    part(level + resampler, original + "." + n + ".0.op", block(block, n, false));
                    n++;
                } else {
                    boolean attends = has(names, level + ".attentions." + (j - 1));
                    String from = original + "." + (n - 1) + (attends ? ".2" : ".1") + ".conv";
                    part(level + resampler, from, name(block, n - 1));
                }
            }
        }
    }

    private String block(String side, int n, boolean attends) {
        blocks.add(new Block(name(side, n), attends));
        return name(side, n);
    }

    private static String name(String side, int n) {
        return side + (n < 10 ? "0" : "") + n;
    }

    private void part(String diffusers, String original, String block) {
        parts.add(new Part(diffusers, original, block, false));
    }

    private static boolean has(NavigableSet<String> names, String scope) {
        String next = names.ceiling(scope + ".");
        return next != null && next.startsWith(scope + ".");
    }

    /** All blocks in order: the way down, the middle, the way up. */
    public List<Block> blocks() {
        return List.copyOf(blocks);
    }

    private Optional<Part> of(String layer) {
        return parts.stream()
                .filter(part -> layer.equals(part.diffusers) || layer.startsWith(part.diffusers + "."))
                .findFirst();
    }

    /** The block that a layer is in, {@code BASE} for those outside of all. */
    public String block(String layer) {
        return of(layer).map(Part::block).orElse("BASE");
    }

    /** The original name of a layer that has one. */
    public Optional<String> original(String layer) {
        return of(layer).map(part -> {
            String rest = layer.substring(part.diffusers.length());
            if (part.resnet && !rest.isEmpty()) {
                String inner = rest.substring(1);
                rest = "." + RESNET.getOrDefault(inner, inner);
            }
            return part.original + rest;
        });
    }
}
