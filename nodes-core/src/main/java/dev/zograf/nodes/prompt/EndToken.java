package dev.zograf.nodes.prompt;

import dev.zograf.api.value.IntTensor;

/**
 * Where prompts end: at the first end token. That is where CLIP's text network has its summary of the prompt.
 *
 * @param id the {@code eos_token_id} of the network's configuration
 */
public record EndToken(int id) {

    /** Configurations of before 2023 say 2 whatever the vocabulary: the end is then the largest id. */
    public static final EndToken LARGEST = new EndToken(2);

    /** The position of the end in each row of {@code ids [batch, tokens]}, 0 where there is none: {@code [batch]}. */
    public IntTensor positions(IntTensor ids) {
        int rows = ids.shape()[0];
        int tokens = ids.shape()[1];
        int[] ends = new int[rows];
        for (int row = 0; row < rows; row++) {
            ends[row] = position(ids, row * tokens, tokens);
        }
        return IntTensor.of(ends, rows);
    }

    private int position(IntTensor ids, int from, int tokens) {
        boolean largest = id == LARGEST.id;
        int best = 0;
        for (int i = 0; i < tokens; i++) {
            int token = ids.at(from + i);
            if (!largest && token == id) {
                return i;
            }
            if (largest && token > ids.at(from + best)) {
                best = i;
            }
        }
        return best;
    }
}
