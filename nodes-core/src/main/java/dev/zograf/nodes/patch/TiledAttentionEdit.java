package dev.zograf.nodes.patch;

import dev.zograf.api.InvalidInputException;
import dev.zograf.models.UnetLevels;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Tokens;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Has pixels look at each other within tiles only: the tokens of each self-attention become a batch of tiles and are put together again
 * behind it (HyperTile).
 *
 * <p>Inputs for each level {@code L} that attends: {@code tiles.L [tiles, tokens of a tile]}, the numbers of each tile's tokens, and
 * {@code back.L [tokens]}, where each token is among those of all tiles.
 *
 * @param depth the coarsest level to which it is applied; 0 is the finest
 */
record TiledAttentionEdit(int depth) implements GraphEdit {

    private record Level(Tensor tiles, Tensor back) {}

    @Override
    public void apply(Hooks hooks) {
        UnetLevels levels = UnetLevels.of(hooks.weights());
        Map<Integer, Level> used = new TreeMap<>();
        hooks.where(place -> place.endsWith(".attn1.input") && levels.at(place) <= depth, (place, values, context) -> {
            Tensor x = values.get(0);
            if (!x.shape().isKnown() || values.get(1) != x) {
                return values;
            }
            Tensor pixels = context.get(0);
            requireAll(x, pixels);
            Level level = used.computeIfAbsent(levels.at(place), n -> declare(hooks, n, pixels));
            Tensor tiles = Tokens.gather(x, 1, level.tiles);
            Tensor split = tiles.reshape(x.dim(0).times(tiles.dim(1)), tiles.dim(2), x.dim(2));
            return List.of(split, split);
        });
        hooks.where(place -> place.endsWith(".attn1") && levels.at(place) <= depth, (place, values, context) -> {
            Tensor x = values.get(0);
            Level level = used.get(levels.at(place));
            if (level == null
                    || !x.shape().isKnown()
                    || x.dim(0).equals(context.get(0).dim(0))) {
                return values;
            }
            Tensor all = x.reshape(context.get(0).dim(0), level.tiles.dim(0).times(level.tiles.dim(1)), x.dim(2));
            return List.of(Tokens.gather(all, 1, level.back));
        });
    }

    private static Level declare(Hooks hooks, int level, Tensor pixels) {
        return new Level(
                hooks.input(tiles(level), DType.I32, hooks.symbol("tiles." + level), hooks.symbol("each." + level)),
                hooks.input(back(level), DType.I32, pixels.dim(2).times(pixels.dim(3))));
    }

    static String tiles(int level) {
        return "tiles." + level;
    }

    static String back(int level) {
        return "back." + level;
    }

    private static void requireAll(Tensor x, Tensor pixels) {
        if (!x.dim(1).equals(pixels.dim(2).times(pixels.dim(3)))) {
            throw new InvalidInputException(
                    "model",
                    "Tokens that were merged cannot be cut in tiles: leave tile-attention or merge-tokens out.");
        }
    }
}
