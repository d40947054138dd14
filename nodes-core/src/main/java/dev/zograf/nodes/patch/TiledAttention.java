package dev.zograf.nodes.patch;

import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.models.UnetLevels;
import dev.zograf.tensor.GraphEdit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;

/**
 * HyperTile: which tiles there are at each evaluation. A side is cut in equal parts of at least the wanted length; of the several finest
 * ways to cut it one is chosen by chance, so that the seams move.
 *
 * @param levels those that attend and are cut
 * @param tile the least side of a tile, in latent pixels
 * @param choices among how many ways to cut a side one is chosen; 1 always takes the finest
 * @param grows whether tiles of coarser levels cover the same pixels of the level's own, that is, more of the picture
 */
record TiledAttention(int depth, SortedSet<Integer> levels, int tile, int choices, boolean grows, long seed)
        implements NetworkPatch {

    @Override
    public GraphEdit edit() {
        return new TiledAttentionEdit(depth);
    }

    @Override
    public Map<String, HostTensor> inputs(Evaluation evaluation) {
        List<int[]> sides = UnetLevels.sides(evaluation.shape(), depth + 1);
        Random random = new Random(
                seed * 1_000_003 + evaluation.moment().map(m -> m.call()).orElse(0));
        Map<String, HostTensor> out = new HashMap<>();
        for (int level : levels) {
            int height = sides.get(level)[0];
            int width = sides.get(level)[1];
            int least = grows ? tile << level : tile;
            int rows = parts(height, least, choices, random);
            int columns = parts(width, least, choices, random);
            int[] order = order(height, width, rows, columns);
            int[] back = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                back[order[i]] = i;
            }
            int tiles = rows * columns;
            out.put(TiledAttentionEdit.tiles(level), IntTensor.of(order, tiles, order.length / tiles));
            out.put(TiledAttentionEdit.back(level), IntTensor.of(back, back.length));
        }
        return out;
    }

    /** In how many equal parts of at least that length a side is cut. */
    static int parts(int side, int least, int choices, Random random) {
        List<Integer> ways = new ArrayList<>();
        for (int length = Math.min(least, side); length <= side && ways.size() < choices; length++) {
            if (side % length == 0) {
                ways.add(side / length);
            }
        }
        return ways.get(random.nextInt(ways.size()));
    }

    /** The numbers of the tokens, tile by tile, row by row in each. */
    static int[] order(int height, int width, int rows, int columns) {
        int tall = height / rows;
        int wide = width / columns;
        int[] out = new int[height * width];
        for (int i = 0; i < out.length; i++) {
            int tile = i / (tall * wide);
            int inside = i % (tall * wide);
            int y = tile / columns * tall + inside / wide;
            int x = tile % columns * wide + inside % wide;
            out[i] = y * width + x;
        }
        return out;
    }
}
