package dev.zograf.nodes.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a text network takes at once: ids from the begin to the padding, a weight for each, and vectors that replace some of them. */
final class TokenChunk {

    /**
     * A token, or a vector in its place.
     *
     * @param vector in place of what the network knows by the id
     */
    record Token(int id, double weight, Optional<float[]> vector) {}

    private final int[] ids;
    private final double[] weights;
    private final List<Optional<float[]>> vectors;

    private TokenChunk(int[] ids, double[] weights, List<Optional<float[]>> vectors) {
        this.ids = ids;
        this.weights = weights;
        this.vectors = vectors;
    }

    /**
     * Tokens between begin and end, filled up.
     *
     * @param tokens at most two fewer than the tokenizer's length
     */
    static TokenChunk of(List<Token> tokens, ClipTokenizer tokenizer) {
        int length = tokenizer.length();
        int[] ids = new int[length];
        double[] weights = new double[length];
        Arrays.fill(ids, tokenizer.pad());
        Arrays.fill(weights, 1);
        List<Optional<float[]>> vectors = new ArrayList<>(List.of(Optional.empty()));
        ids[0] = tokenizer.begin();
        for (int i = 0; i < tokens.size(); i++) {
            ids[i + 1] = tokens.get(i).id();
            weights[i + 1] = tokens.get(i).weight();
            vectors.add(tokens.get(i).vector());
        }
        ids[tokens.size() + 1] = tokenizer.end();
        while (vectors.size() < length) {
            vectors.add(Optional.empty());
        }
        return new TokenChunk(ids, weights, vectors);
    }

    int[] ids() {
        return ids;
    }

    /** What the network is given: 0 where a vector stands in the place of a token. */
    int[] known() {
        int[] out = ids.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] = vectors.get(i).isPresent() ? 0 : out[i];
        }
        return out;
    }

    /** For each id. */
    double[] weights() {
        return weights;
    }

    /** For each id, what stands in its place. */
    List<Optional<float[]>> vectors() {
        return vectors;
    }

    boolean hasWeights() {
        return TokenWeights.hasWeights(weights);
    }

    boolean hasVectors() {
        return vectors.stream().anyMatch(Optional::isPresent);
    }
}
