package dev.zograf.nodes.patch;

import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.models.UnetLevels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.stream.IntStream;

/**
 * Which tokens {@link TokenMergingEdit} may merge into others at each evaluation: of each square of the picture one token is a target, the
 * others are sources. What is left over at the sides are sources, too.
 *
 * @param levels those that attend and are merged
 * @param ratio the share of all tokens that is merged, at most that of the sources
 * @param square the sides of a square, in tokens
 * @param random whether each step chooses another token of each square; else it is the first
 */
record TokenMerging(
        TokenMergingEdit edit, SortedSet<Integer> levels, double ratio, int square, boolean random, long seed)
        implements NetworkPatch {

    @Override
    public Map<String, HostTensor> inputs(Evaluation evaluation) {
        List<int[]> sides = UnetLevels.sides(evaluation.shape(), edit.depth() + 1);
        Random numbers = new Random(
                seed * 1_000_003 + evaluation.moment().map(m -> m.call()).orElse(0));
        Map<String, HostTensor> out = new HashMap<>();
        for (int level : levels) {
            int height = sides.get(level)[0];
            int width = sides.get(level)[1];
            boolean[] target = targets(height, width, numbers);
            feed(out, "." + level, target, evaluation.batch());
        }
        return out;
    }

    /** For each token, row by row, whether it is a target; where there is room for no square, the first token is, and none is merged. */
    private boolean[] targets(int height, int width, Random numbers) {
        boolean[] out = new boolean[height * width];
        for (int y = 0; y + square <= height; y += square) {
            for (int x = 0; x + square <= width; x += square) {
                int chosen = random ? numbers.nextInt(square * square) : 0;
                out[(y + chosen / square) * width + x + chosen % square] = true;
            }
        }
        return out;
    }

    private void feed(Map<String, HostTensor> out, String end, boolean[] target, int batch) {
        int[] into = where(target, true);
        int most = target.length - into.length;
        if (into.length == 0) {
            target[0] = true;
            into = new int[] {0};
            most = 0;
        }
        int[] from = where(target, false);
        int merged = Math.min(most, (int) (target.length * ratio));
        int kept = from.length - merged;
        int[] back = new int[target.length];
        for (int i = 0; i < from.length; i++) {
            back[from[i]] = i;
        }
        for (int i = 0; i < into.length; i++) {
            back[into[i]] = from.length + i;
        }
        out.put("from" + end, IntTensor.of(from, from.length));
        out.put("into" + end, IntTensor.of(into, into.length));
        out.put("back" + end, IntTensor.of(back, back.length));
        out.put("merged" + end, range(0, merged, 1, merged));
        out.put("kept" + end, range(merged, kept, 1, kept));
        out.put("targets" + end, range(0, into.length, batch, batch, into.length));
        out.put("places" + end, range(into.length, kept, batch, batch, kept));
    }

    private static int[] where(boolean[] target, boolean wanted) {
        return IntStream.range(0, target.length)
                .filter(i -> target[i] == wanted)
                .toArray();
    }

    /** {@code first}, {@code first + 1}, … and so on, several times. */
    private static IntTensor range(int first, int count, int times, int... shape) {
        return IntTensor.of(
                IntStream.range(0, count * times).map(i -> first + i % count).toArray(), shape);
    }
}
