package dev.zograf.nodes.vision;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.nodes.prompt.EndToken;
import java.util.Arrays;
import java.util.Map;

/** What a text tower is told beside the tokens, so that it knows which of its vectors stands for the whole text. */
interface TextFeed {

    /** @param ids {@code [texts, tokens]} */
    Map<String, HostTensor> of(IntTensor ids);

    /** The vector at the first end token. */
    static TextFeed end(EndToken end) {
        return ids -> Map.of("ids", ids, "eos", end.positions(ids));
    }

    /** The first vector of all. */
    static TextFeed first() {
        return ids -> Map.of("ids", ids, "eos", everywhere(ids, 0));
    }

    /** The last vector of all, padding included. */
    static TextFeed last() {
        return ids -> Map.of("ids", ids, "eos", everywhere(ids, ids.shape()[1] - 1));
    }

    private static IntTensor everywhere(IntTensor ids, int position) {
        int[] all = new int[ids.shape()[0]];
        Arrays.fill(all, position);
        return IntTensor.of(all, all.length);
    }

    /**
     * A learned token behind the others, for which padding is nothing. Published models were trained on a mask that lies one token too far to
     * the right: it hides the padding but its first token, and the learned token where there is padding. The first token always counts.
     */
    static TextFeed summary() {
        return ids -> {
            int rows = ids.shape()[0];
            int tokens = ids.shape()[1];
            float[] padding = new float[rows * (tokens + 1)];
            for (int i = 0; i < rows * tokens; i++) {
                padding[i / tokens * (tokens + 1) + i % tokens + 1] = ids.at(i) == 0 ? 1 : 0;
            }
            return Map.of("ids", ids, "padding", FloatTensor.wrap(padding, rows, tokens + 1));
        };
    }
}
