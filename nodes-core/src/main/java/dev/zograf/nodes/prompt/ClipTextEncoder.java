package dev.zograf.nodes.prompt;

import static java.util.Objects.requireNonNull;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** CLIP's tokenizer and text network. What an empty prompt gives is remembered, as nearly every picture needs it. */
public final class ClipTextEncoder implements TextEncoder {

    /** Configurations of before 2023 say 2 whatever the vocabulary: the end is then the largest id. */
    private static final int WRONG_END = 2;

    private static final List<String> EMPTY = List.of("");

    private final ClipTokenizer tokenizer;
    private final Network network;
    private final int layers;
    private final int end;
    private final Map<Integer, Conditioning> ofNothing = new ConcurrentHashMap<>();

    /**
     * An encoder.
     *
     * @param network of a {@link dev.zograf.models.ClipText}
     * @param layers how many layers that has
     * @param end the {@code eos_token_id} of its configuration
     */
    public ClipTextEncoder(ClipTokenizer tokenizer, Network network, int layers, int end) {
        this.tokenizer = tokenizer;
        this.network = network;
        this.layers = layers;
        this.end = end;
    }

    @Override
    public IntTensor tokenize(List<String> prompts) {
        int[] all = prompts.stream()
                .flatMapToInt(prompt -> Arrays.stream(tokenizer.encodePadded(prompt)))
                .toArray();
        return IntTensor.of(all, prompts.size(), tokenizer.length());
    }

    @Override
    public Conditioning encode(List<String> prompts, int skip, RunContext ctx) {
        if (skip < 0 || skip >= layers) {
            throw new InvalidInputException(
                    "clipSkip", "The text encoder has " + layers + " layers: choose from 0 to " + (layers - 1) + ".");
        }
        if (prompts.isEmpty()) {
            throw new InvalidInputException("text", "There is no prompt; an empty text is one.");
        }
        Conditioning known = prompts.equals(EMPTY) ? ofNothing.get(skip) : null;
        if (known != null) {
            return known;
        }
        Conditioning conditioning = compute(prompts, skip, ctx);
        if (prompts.equals(EMPTY)) {
            ofNothing.put(skip, conditioning);
        }
        return conditioning;
    }

    private Conditioning compute(List<String> prompts, int skip, RunContext ctx) {
        IntTensor ids = tokenize(prompts);
        int[] ends = new int[prompts.size()];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = endOf(ids, i);
        }
        String tokens = skip == 0 ? "out" : "normed." + (layers - skip);
        Map<String, HostTensor> inputs = Map.of("ids", ids, "eos", IntTensor.of(ends, ends.length));
        Map<String, FloatTensor> outputs = network.run(inputs, Set.of(tokens, "pooled"), ctx);
        return Conditioning.of(requireNonNull(outputs.get(tokens)))
                .with(Conditioning.POOLED, requireNonNull(outputs.get("pooled")));
    }

    /** Where the first end token is, 0 if there is none. */
    private int endOf(IntTensor ids, int row) {
        int width = tokenizer.length();
        int best = 0;
        for (int i = 0; i < width; i++) {
            int id = ids.at(row * width + i);
            if (end != WRONG_END && id == end) {
                return i;
            }
            if (end == WRONG_END && id > ids.at(row * width + best)) {
                best = i;
            }
        }
        return best;
    }
}
