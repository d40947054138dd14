package dev.zograf.nodes.prompt;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hook;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Puts vectors in the place of tokens (Gal et al. 2022): where {@code keep} is 0, the token's own vector gives way to that of
 * {@code vectors}. The table of the checkpoint stays as it is.
 *
 * @param tokens how many there are in a row
 * @param width of a vector
 */
record TokenVectors(int tokens, int width) implements GraphEdit {

    @Override
    public void apply(Hooks hooks) {
        Tensor keep = hooks.input("keep", DType.F32, "batch", tokens, 1);
        Tensor vectors = hooks.input("vectors", DType.F32, "batch", tokens, width);
        hooks.at(
                "token_embedding",
                Hook.value((value, context) -> value.times(keep).plus(vectors)));
    }

    /** What the edit is fed for these chunks. */
    Map<String, HostTensor> feed(List<TokenChunk> rows) {
        float[] keep = new float[rows.size() * tokens];
        float[] vectors = new float[keep.length * width];
        Arrays.fill(keep, 1);
        for (int i = 0; i < keep.length; i++) {
            int place = i;
            rows.get(i / tokens).vectors().get(i % tokens).ifPresent(vector -> {
                keep[place] = 0;
                System.arraycopy(vector, 0, vectors, place * width, width);
            });
        }
        return Map.of(
                "keep", FloatTensor.wrap(keep, rows.size(), tokens, 1),
                "vectors", FloatTensor.wrap(vectors, rows.size(), tokens, width));
    }
}
