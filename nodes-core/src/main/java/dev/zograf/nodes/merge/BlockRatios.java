package dev.zograf.nodes.merge;

import dev.zograf.api.InvalidInputException;
import dev.zograf.models.OriginalBlocks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/** A ratio for each block of a U-Net, by the beginnings of its tensors' original names. */
final class BlockRatios {

    private static final int MIDDLE = 3;

    private final OriginalBlocks blocks;
    private final Map<String, Double> ratios;

    private BlockRatios(OriginalBlocks blocks, Map<String, Double> ratios) {
        this.blocks = blocks;
        this.ratios = ratios;
    }

    /**
     * Those of a node for a network with tensors of these names.
     *
     * @throws InvalidInputException if a list is as long as there are no blocks
     */
    static BlockRatios of(MergeModelBlocks.In in, NavigableSet<String> names) {
        OriginalBlocks blocks = new OriginalBlocks(names);
        Map<String, Double> ratios = new LinkedHashMap<>();
        ratios.put("time_embed.", in.time());
        ratios.put("label_emb.", in.label());
        put(ratios, "down", in.down(), count(blocks, "IN"), "input_blocks");
        put(ratios, "middle", in.middle(), MIDDLE, "middle_block");
        put(ratios, "up", in.up(), count(blocks, "OUT"), "output_blocks");
        ratios.put("out.", in.end());
        return new BlockRatios(blocks, ratios);
    }

    private static int count(OriginalBlocks blocks, String side) {
        return (int) blocks.blocks().stream()
                .filter(block -> block.name().startsWith(side))
                .count();
    }

    private static void put(Map<String, Double> ratios, String port, List<Double> list, int count, String original) {
        if (!list.isEmpty() && list.size() != count) {
            throw new InvalidInputException(
                    port,
                    "There are " + list.size() + " ratios, but this model has " + count
                            + " blocks there: give one for each, or none for all of the first.");
        }
        for (int i = 0; i < list.size(); i++) {
            ratios.put(original + "." + i + ".", list.get(i));
        }
    }

    /** How much of the first model a tensor has, by its name in diffusers' layout. */
    double of(String tensor) {
        String original = blocks.original(tensor).orElse("");
        return ratios.entrySet().stream()
                .filter(each -> original.startsWith(each.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .findFirst()
                .orElse(1);
    }

    /** Equal for equal ratios. */
    @Override
    public String toString() {
        return "blocks " + ratios;
    }
}
