package dev.zograf.nodes.prompt;

import static java.util.Objects.requireNonNull;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.nodes.patch.EditableNetwork;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** CLIP's tokenizer and text network. What an empty prompt gives is remembered, as nearly every picture needs it. */
public final class ClipTextEncoder implements TextEncoder {

    /** What its one network is called. */
    public static final String NETWORK = "text_encoder";

    private static final List<String> EMPTY = List.of("");

    private final ClipTokenizer tokenizer;
    private final EditableNetwork network;
    private final int layers;
    private final EndToken end;
    private final Map<Integer, Conditioning> ofNothing = new ConcurrentHashMap<>();

    /**
     * An encoder.
     *
     * @param network of a {@link dev.zograf.models.ClipText}
     * @param layers how many layers that has
     * @param end the {@code eos_token_id} of its configuration
     */
    public ClipTextEncoder(ClipTokenizer tokenizer, EditableNetwork network, int layers, int end) {
        this.tokenizer = tokenizer;
        this.network = network;
        this.layers = layers;
        this.end = new EndToken(end);
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
        String tokens = skip == 0 ? "out" : "normed." + (layers - skip);
        Map<String, HostTensor> inputs = Map.of("ids", ids, "eos", end.positions(ids));
        Map<String, FloatTensor> outputs =
                network.run(inputs, Set.of(tokens, "pooled"), Evaluation.of(ids.shape()), ctx);
        return Conditioning.of(requireNonNull(outputs.get(tokens)))
                .with(Conditioning.POOLED, requireNonNull(outputs.get("pooled")));
    }

    @Override
    public List<String> networks() {
        return List.of(NETWORK);
    }

    @Override
    public Weights weights(String name) {
        return name.equals(NETWORK) ? network.weights() : TextEncoder.super.weights(name);
    }

    @Override
    public TextEncoder withWeights(String name, UnaryOperator<WeightSource> edit) {
        return name.equals(NETWORK) ? with(network.withWeights(edit)) : TextEncoder.super.withWeights(name, edit);
    }

    @Override
    public TextEncoder withPatch(String name, NetworkPatch patch) {
        return name.equals(NETWORK) ? with(network.withPatch(patch)) : TextEncoder.super.withPatch(name, patch);
    }

    private ClipTextEncoder with(EditableNetwork edited) {
        return new ClipTextEncoder(tokenizer, edited, layers, end.id());
    }
}
