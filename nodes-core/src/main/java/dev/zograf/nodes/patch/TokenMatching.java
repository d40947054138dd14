package dev.zograf.nodes.patch;

import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Tokens;
import java.util.Arrays;
import java.util.List;

/**
 * Which tokens of each entry go into which: each source is matched with the target that it is most like by the cosine of their angle, and
 * the best matched are merged (Bolya et al. 2023, "Token Merging: Your ViT But Faster", section 3; bipartite soft matching).
 *
 * @param level the sources and targets
 * @param mergedSources the numbers of those that are merged among the sources, {@code [batch, merged]}, best matched first
 * @param keptSources those of the others, {@code [batch, kept]}
 * @param goals into which target each of the first is merged, {@code [batch, merged]}
 * @param way for each token where it stands after merging, {@code [batch, tokens]}
 */
record TokenMatching(TokenMergingEdit.Level level, Tensor mergedSources, Tensor keptSources, Tensor goals, Tensor way) {

    /** @param tokens {@code [batch, tokens, width]}, compared as they are */
    static TokenMatching of(Tensor tokens, TokenMergingEdit.Level level) {
        Tensor unit = tokens.over(sum(tokens.times(tokens)).sqrt());
        Tensor scores = Tokens.gather(unit, 1, level.from())
                .matmul(Tokens.gather(unit, 1, level.into()).permute(0, 2, 1));
        Dim sources = level.from().dim(0);
        Tensor best = scores.max().reshape(tokens.dim(0), sources);
        Tensor order = Tokens.argSort(best, true);
        Tensor merged = Tokens.gather(order, 1, level.merged());
        Tensor kept = Tokens.gather(order, 1, level.kept());
        Tensor goals = Tokens.take(Tokens.argMax(scores), merged);

        // In the order of the matching the merged come first, then the kept: from there back to the order of the
        // sources.
        Tensor ranked = Tensor.concat(1, List.of(goals, level.keptPlaces()));
        Tensor bySource = Tokens.take(ranked, Tokens.argSort(order, false));
        Tensor places = Tensor.concat(1, List.of(bySource, level.targets()));
        return new TokenMatching(level, merged, kept, goals, Tokens.gather(places, 1, level.back()));
    }

    /** The targets, each the mean of itself and what is merged into it, and behind them what is kept. */
    Tensor merge(Tensor x) {
        Tensor from = Tokens.gather(x, 1, level.from());
        Tensor into = Tokens.gather(x, 1, level.into());
        Tensor going = Tokens.take(from, mergedSources);
        Tensor added = Tokens.add(into, goals, going);
        Tensor counts = Tokens.add(ones(into), goals, ones(going));
        return Tensor.concat(1, List.of(added.over(counts), Tokens.take(from, keptSources)));
    }

    /** Each token's row of what came of the merged ones. */
    Tensor unmerge(Tensor x) {
        return Tokens.take(x, way);
    }

    private static Tensor ones(Tensor like) {
        return like.slice(2, 0, 1).times(0).plus(1);
    }

    /** Over the last axis, which stays. */
    private static Tensor sum(Tensor x) {
        float[] ones = new float[(int) x.dim(-1).fixed()];
        Arrays.fill(ones, 1);
        return x.matmul(x.graph().constant(ones, ones.length, 1));
    }
}
