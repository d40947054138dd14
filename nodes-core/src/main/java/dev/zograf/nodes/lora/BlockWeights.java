package dev.zograf.nodes.lora;

import dev.zograf.api.InvalidInputException;
import dev.zograf.models.OriginalBlocks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How much of a LoRA goes into each block: a list of numbers for the text encoder ({@code BASE}) and the blocks of the U-Net in order, as
 * block-weight extensions have it (17 numbers for Stable Diffusion 1 and 2 and 12 for XL, where only blocks with attention are counted; 26
 * and 20 for all blocks), or names with numbers: {@code IN04=0.5, MID=0, OUT=0.3, up_blocks.1=0}. A block that is not named keeps 1.
 */
final class BlockWeights {

    static final BlockWeights ALL = new BlockWeights("", List.of(), Map.of());

    private static final String INPUT = "blocks";

    private final String text;
    private final List<Double> list;
    private final Map<String, Double> named;

    private BlockWeights(String text, List<Double> list, Map<String, Double> named) {
        this.text = text;
        this.list = list;
        this.named = named;
    }

    /**
     * Reads such a text; an empty one is 1 everywhere.
     *
     * @throws InvalidInputException if it is neither
     */
    static BlockWeights of(String text) {
        List<Double> list = new ArrayList<>();
        Map<String, Double> named = new LinkedHashMap<>();
        for (String part : text.isBlank() ? new String[0] : text.strip().split("\\s*,\\s*", -1)) {
            int equals = part.indexOf('=');
            double value = number(part.substring(equals + 1).strip(), text);
            if (equals < 0) {
                list.add(value);
            } else {
                named.put(part.substring(0, equals).strip().toLowerCase(Locale.ROOT), value);
            }
        }
        if (!list.isEmpty() && !named.isEmpty()) {
            throw new InvalidInputException(
                    INPUT, "Give weights for blocks either all as a list of numbers or all as name=number.");
        }
        return new BlockWeights(text.strip(), List.copyOf(list), named);
    }

    private static double number(String part, String text) {
        try {
            double value = Double.parseDouble(part);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new InvalidInputException(
                INPUT,
                "\"" + part + "\" in \"" + text
                        + "\" is no number: weights for blocks are numbers, such as 1,0.5,0,…, or names with"
                        + " numbers, such as MID=0.5.");
    }

    /** The weight of the text encoder, and of what is in no block. */
    double base() {
        return list.isEmpty() ? named.getOrDefault("base", 1.0) : list.get(0);
    }

    /**
     * The weight of a layer of a U-Net.
     *
     * @throws InvalidInputException if the list is for a U-Net with other blocks
     */
    double of(String layer, OriginalBlocks blocks) {
        String block = blocks.block(layer);
        if (!list.isEmpty()) {
            return listed(block, blocks);
        }
        return byName(layer)
                .or(() -> Optional.ofNullable(named.get(block.toLowerCase(Locale.ROOT))))
                .or(() -> Optional.ofNullable(
                        named.get(block.replaceAll("\\d", "").toLowerCase(Locale.ROOT))))
                .orElse(1.0);
    }

    /**
     * The weight of a layer of a network without levels, whose blocks have only diffusers' names.
     *
     * @throws InvalidInputException if there is a list, which counts the blocks of a U-Net
     */
    double ofNamed(String layer) {
        if (!list.isEmpty()) {
            throw new InvalidInputException(
                    INPUT,
                    "A list of weights is for the blocks of a U-Net, and this model is a transformer: name its blocks, such as"
                            + " transformer_blocks.0=0.5.");
        }
        return byName(layer).orElse(1.0);
    }

    /** The longest name that is the layer's or that of a scope around it. */
    private Optional<Double> byName(String layer) {
        String low = layer.toLowerCase(Locale.ROOT);
        return named.entrySet().stream()
                .filter(each -> low.equals(each.getKey()) || low.startsWith(each.getKey() + "."))
                .max(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue);
    }

    private double listed(String block, OriginalBlocks blocks) {
        List<String> all =
                blocks.blocks().stream().map(OriginalBlocks.Block::name).toList();
        List<String> attending = blocks.blocks().stream()
                .filter(OriginalBlocks.Block::attends)
                .map(OriginalBlocks.Block::name)
                .toList();
        List<String> counted = list.size() == all.size() + 1 ? all : attending;
        if (list.size() != counted.size() + 1) {
            throw new InvalidInputException(
                    INPUT,
                    "There are " + list.size() + " weights for blocks, but this model has " + (attending.size() + 1)
                            + " (BASE, " + String.join(", ", attending)
                            + ") or, with the blocks that do not look at the text, "
                            + (all.size() + 1) + ".");
        }
        int at = counted.indexOf(block);
        return block.equals("BASE") ? list.get(0) : at < 0 ? 1 : list.get(at + 1);
    }

    @Override
    public String toString() {
        return text;
    }
}
