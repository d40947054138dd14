package dev.zograf.nodes.patch;

import static java.util.Objects.requireNonNull;

import dev.zograf.models.UnetLevels;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Token merging (Bolya and Hoffman 2023, "Token Merging for Fast Stable Diffusion"): before a layer the most redundant tokens are averaged
 * into others that are like them, and behind it each gets what the one that it went into got.
 *
 * <p>Inputs are declared by {@link Level}; they say which tokens may be merged into and how many are merged.
 *
 * @param depth the coarsest level to which it is applied; 0 is the finest
 * @param self whether pixels look at fewer pixels
 * @param cross whether fewer pixels look at the text
 * @param feedForward whether fewer pixels go through the feed-forward layers
 */
record TokenMergingEdit(int depth, boolean self, boolean cross, boolean feedForward) implements GraphEdit {

    /**
     * What is fed for one level: numbers of tokens, which stand row by row.
     *
     * @param from those that may be merged, {@code [sources]}
     * @param into those that they may be merged into, {@code [targets]}
     * @param back where each token stands among {@code from} and {@code into} behind one another, {@code [tokens]}
     * @param merged the numbers from 0 to below how many are merged, {@code [merged]}
     * @param kept those from there to below how many sources there are, {@code [kept]}
     * @param targets the numbers from 0 to below how many targets there are, for each entry: {@code [batch, targets]}
     * @param keptPlaces those from there on, as many as are kept: {@code [batch, kept]}
     */
    record Level(Tensor from, Tensor into, Tensor back, Tensor merged, Tensor kept, Tensor targets, Tensor keptPlaces) {

        static Level declare(Hooks hooks, int level, Tensor pixels) {
            String end = "." + level;
            Dim targets = hooks.symbol("targets" + end);
            Dim kept = hooks.symbol("kept" + end);
            return new Level(
                    hooks.input("from" + end, DType.I32, hooks.symbol("sources" + end)),
                    hooks.input("into" + end, DType.I32, targets),
                    hooks.input("back" + end, DType.I32, pixels.dim(2).times(pixels.dim(3))),
                    hooks.input("merged" + end, DType.I32, hooks.symbol("merged" + end)),
                    hooks.input("kept" + end, DType.I32, kept),
                    hooks.input("targets" + end, DType.I32, pixels.dim(0), targets),
                    hooks.input("places" + end, DType.I32, pixels.dim(0), kept));
        }
    }

    @Override
    public void apply(Hooks hooks) {
        UnetLevels levels = UnetLevels.of(hooks.weights());
        Map<Integer, Level> inputs = new TreeMap<>();
        // One matching serves all layers of a block: it is that of the tokens that come into it.
        Map<String, TokenMatching> blocks = new TreeMap<>();
        hooks.where(place -> place.endsWith(".attn1.input") && levels.at(place) <= depth, (place, values, context) -> {
            Tensor tokens = context.get(1);
            if (!tokens.shape().isKnown()) {
                return values;
            }
            Level level = inputs.computeIfAbsent(levels.at(place), n -> Level.declare(hooks, n, context.get(0)));
            TokenMatching matching = TokenMatching.of(tokens, level);
            blocks.put(block(place), matching);
            if (!self) {
                return values;
            }
            Tensor merged = matching.merge(values.get(0));
            return List.of(merged, values.get(1) == values.get(0) ? merged : values.get(1));
        });
        undo(hooks, blocks, ".attn1", self);
        merge(hooks, blocks, ".attn2.input", cross);
        undo(hooks, blocks, ".attn2", cross);
        merge(hooks, blocks, ".ff.input", feedForward);
        undo(hooks, blocks, ".ff", feedForward);
    }

    private static void merge(Hooks hooks, Map<String, TokenMatching> blocks, String layer, boolean wanted) {
        hooks.where(
                place -> wanted && place.endsWith(layer) && blocks.containsKey(block(place)),
                (place, values, context) -> {
                    Tensor merged = matching(blocks, place).merge(values.get(0));
                    return values.size() == 1 ? List.of(merged) : List.of(merged, values.get(1));
                });
    }

    private static void undo(Hooks hooks, Map<String, TokenMatching> blocks, String layer, boolean wanted) {
        hooks.where(
                place -> wanted && place.endsWith(layer) && blocks.containsKey(block(place)),
                (place, values, context) -> List.of(matching(blocks, place).unmerge(values.get(0))));
    }

    private static TokenMatching matching(Map<String, TokenMatching> blocks, String place) {
        return requireNonNull(blocks.get(block(place)));
    }

    /** {@code ….transformer_blocks.0} of {@code ….transformer_blocks.0.attn1.input}. */
    private static String block(String place) {
        int end = place.indexOf('.', place.lastIndexOf(".transformer_blocks.") + ".transformer_blocks.".length());
        return end < 0 ? place : place.substring(0, end);
    }
}
