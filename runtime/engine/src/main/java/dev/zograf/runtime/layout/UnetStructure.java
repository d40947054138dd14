package dev.zograf.runtime.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;

/**
 * How the U-Net of a latent diffusion model is built, read from the names of its tensors in either layout: the original numbers all blocks
 * of the way down and of the way up in a row, diffusers has them by resolution.
 *
 * @param down each resolution on the way down, the finest first
 * @param middle how many residual blocks lie at the bottom: two, or one if there is no more
 * @param middleAttention whether the bottom attends
 * @param up each resolution on the way up, the coarsest first
 */
record UnetStructure(List<Level> down, int middle, boolean middleAttention, List<Level> up) {

    /**
     * A resolution.
     *
     * @param attends for each residual block whether attention follows it
     * @param resampled whether another resolution follows
     */
    record Level(List<Boolean> attends, boolean resampled) {}

    static UnetStructure ofOriginal(NavigableSet<String> names) {
        List<Level> down = new ArrayList<>();
        List<Boolean> attends = new ArrayList<>();
        for (int i = 1; has(names, "input_blocks." + i); i++) {
            if (has(names, "input_blocks." + i + ".0.op")) {
                down.add(new Level(List.copyOf(attends), true));
                attends.clear();
            } else {
                attends.add(has(names, "input_blocks." + i + ".1"));
            }
        }
        down.add(new Level(List.copyOf(attends), false));

        boolean attention = has(names, "middle_block.1") && !has(names, "middle_block.1.in_layers");
        int middle = has(names, "middle_block." + (attention ? 2 : 1)) ? 2 : has(names, "middle_block.0") ? 1 : 0;

        List<Level> up = new ArrayList<>();
        attends.clear();
        for (int i = 0; has(names, "output_blocks." + i); i++) {
            boolean attending =
                    has(names, "output_blocks." + i + ".1") && !has(names, "output_blocks." + i + ".1.conv");
            attends.add(attending);
            if (has(names, "output_blocks." + i + "." + (attending ? 2 : 1) + ".conv")) {
                up.add(new Level(List.copyOf(attends), true));
                attends.clear();
            }
        }
        if (!attends.isEmpty()) {
            up.add(new Level(List.copyOf(attends), false));
        }
        return new UnetStructure(List.copyOf(down), middle, attention, List.copyOf(up));
    }

    static UnetStructure ofDiffusers(NavigableSet<String> names) {
        return new UnetStructure(
                levels(names, "down_blocks.", ".downsamplers"),
                count(names, "mid_block.resnets."),
                has(names, "mid_block.attentions"),
                levels(names, "up_blocks.", ".upsamplers"));
    }

    private static List<Level> levels(NavigableSet<String> names, String side, String resampler) {
        List<Level> out = new ArrayList<>();
        for (int i = 0; has(names, side + i); i++) {
            List<Boolean> attends = new ArrayList<>();
            int resnets = count(names, side + i + ".resnets.");
            for (int j = 0; j < resnets; j++) {
                attends.add(has(names, side + i + ".attentions." + j));
            }
            out.add(new Level(List.copyOf(attends), has(names, side + i + resampler)));
        }
        return List.copyOf(out);
    }

    /** How many scopes {@code name0}, {@code name1}, … there are without a gap. */
    static int count(NavigableSet<String> names, String name) {
        int count = 0;
        while (has(names, name + count)) {
            count++;
        }
        return count;
    }

    /** Whether there is a scope of that name. */
    static boolean has(NavigableSet<String> names, String scope) {
        String next = names.ceiling(scope + ".");
        return next != null && next.startsWith(scope + ".");
    }
}
