package dev.zograf.nodes.prompt;

import static java.util.Objects.requireNonNull;

import dev.zograf.api.Cancellation;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.Prompt;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.models.T5Text;
import dev.zograf.nodes.conditioning.TextMask;
import dev.zograf.nodes.patch.EditableNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A T5 text network with its tokenizer. It takes texts of any length; how many tokens a denoiser was trained on, or is used with, is said
 * with it. The padding is text like any other to it, as in the published pipelines of Stable Diffusion 3 and FLUX, unless the network is
 * {@linkplain T5Text#masked() masked}.
 */
public final class T5Tower {

    /** More than any model was trained on, and little enough for the map of attention. */
    private static final int MOST = 4096;

    /**
     * How many tokens a text has.
     *
     * @param plain of one without emphasis, filled up or cut to it; 0 for as many as it has
     * @param least of another, filled up to it if it is shorter
     */
    public record Length(int plain, int least) {}

    /**
     * The tokens of a text with their weights, the end included.
     *
     * @param seen how many are text
     */
    private record Tokens(int[] ids, double[] weights, int seen) {

        static Tokens of(int[] ids, double[] weights) {
            return new Tokens(ids, weights, ids.length);
        }

        Tokens sized(int length, int pad) {
            int[] sizedIds = Arrays.copyOf(ids, length);
            double[] sizedWeights = Arrays.copyOf(weights, length);
            if (length > ids.length) {
                Arrays.fill(sizedIds, ids.length, length, pad);
                Arrays.fill(sizedWeights, ids.length, length, 1);
            }
            return new Tokens(sizedIds, sizedWeights, Math.min(seen, length));
        }
    }

    private final T5Tokenizer tokenizer;
    private final EditableNetwork network;
    private final T5Text definition;
    private final Length length;

    private T5Tower(T5Tokenizer tokenizer, EditableNetwork network, T5Text definition, Length length) {
        this.tokenizer = tokenizer;
        this.network = network;
        this.definition = definition;
        this.length = length;
    }

    /**
     * A network for a denoiser.
     *
     * @param network of the definition
     * @param length the denoiser's
     */
    public static T5Tower of(T5Tokenizer tokenizer, EditableNetwork network, T5Text definition, Length length) {
        return new T5Tower(tokenizer, network, definition, length);
    }

    /** What it is called among the networks of the model. */
    String name() {
        return definition.name();
    }

    EditableNetwork network() {
        return network;
    }

    /** How wide its encodings are. */
    public int width() {
        return definition.width();
    }

    T5Tower with(UnaryOperator<EditableNetwork> edit) {
        return new T5Tower(tokenizer, edit.apply(network), definition, length);
    }

    /** The same for texts of another length. */
    T5Tower withTokens(int tokens) {
        if (tokens < 0 || tokens > MOST) {
            throw new InvalidInputException(
                    "tokens", "A text of " + tokens + " tokens is not possible; up to " + MOST + " are.");
        }
        return new T5Tower(tokenizer, network, definition, new Length(tokens, tokens));
    }

    /**
     * The ids of plain texts, cut or filled up.
     *
     * @return {@code [batch, tokens]}
     */
    IntTensor tokenize(List<String> texts) {
        List<Tokens> rows = texts.stream()
                .map(text -> tokens(Prompt.plain(text), ignored -> {}))
                .toList();
        int longest = rows.stream().mapToInt(row -> row.ids().length).max().orElse(0);
        int size = Math.max(longest, length.plain());
        return ids(rows.stream().map(row -> row.sized(size, tokenizer.pad())).toList());
    }

    private static IntTensor ids(List<Tokens> rows) {
        int[] all = rows.stream().flatMapToInt(row -> Arrays.stream(row.ids())).toArray();
        return IntTensor.of(all, rows.size(), all.length / rows.size());
    }

    /**
     * The encodings of prompts, all as long as the longest.
     *
     * @param warn is told if something is left out
     * @return with a {@link TextMask} if the network is masked
     */
    Conditioning encode(List<Prompt> prompts, Cancellation cancellation, Consumer<String> warn) {
        List<Tokens> texts = new ArrayList<>();
        int longest = 0;
        for (Prompt prompt : prompts) {
            Tokens tokens = tokens(prompt, warn);
            int least = prompt.emphasis() == Prompt.Emphasis.NONE ? length.plain() : length.least();
            texts.add(tokens);
            longest = Math.max(longest, Math.max(least, tokens.ids().length));
        }
        if (longest > MOST) {
            throw new InvalidInputException(
                    "text", "A prompt has " + longest + " tokens for T5, and " + MOST + " are possible: shorten it.");
        }
        boolean interpolates = false;
        List<Tokens> rows = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Tokens row = texts.get(i).sized(longest, tokenizer.pad());
            rows.add(row);
            interpolates |=
                    prompts.get(i).emphasis() == Prompt.Emphasis.INTERPOLATED && TokenWeights.hasWeights(row.weights());
        }
        FloatTensor encoded = run(rows, cancellation);
        Optional<FloatTensor> nothing = interpolates
                ? Optional.of(run(List.of(ended(List.of()).sized(longest, tokenizer.pad())), cancellation))
                : Optional.empty();
        List<FloatTensor> out = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            FloatTensor x = encoded.slice(0, i, i + 1);
            List<double[]> weights = List.of(rows.get(i).weights());
            out.add(
                    switch (prompts.get(i).emphasis()) {
                        case NONE -> x;
                        case INTERPOLATED -> TokenWeights.interpolated(x, nothing, weights);
                        case MEAN_RESTORED -> TokenWeights.meanRestored(x, weights);
                    });
        }
        Conditioning told = Conditioning.of(FloatTensor.concat(0, out));
        return definition.masked() ? told.with(TextMask.KEY, mask(rows)) : told;
    }

    private static FloatTensor mask(List<Tokens> rows) {
        int size = rows.get(0).ids().length;
        float[] out = new float[rows.size() * size];
        for (int i = 0; i < rows.size(); i++) {
            Arrays.fill(out, i * size, i * size + rows.get(i).seen(), 1);
        }
        return FloatTensor.wrap(out, rows.size(), size);
    }

    private FloatTensor run(List<Tokens> rows, Cancellation cancellation) {
        IntTensor ids = ids(rows);
        int tokens = ids.shape()[1];
        IntTensor buckets = IntTensor.of(definition.bucketsBetween(tokens), tokens, tokens);
        Map<String, HostTensor> inputs = new HashMap<>(Map.of("ids", ids, "buckets", buckets));
        if (definition.masked()) {
            inputs.put("mask", mask(rows));
        }
        Map<String, FloatTensor> out = network.at(Evaluation.of(ids.shape()), List.of(), List.of(), List.of())
                .run(inputs, Set.of("out"), cancellation);
        return requireNonNull(out.get("out"));
    }

    private Tokens tokens(Prompt prompt, Consumer<String> warn) {
        if (prompt.emphasis() != Prompt.Emphasis.NONE) {
            return ended(prompt.sections().stream().flatMap(List::stream).toList());
        }
        Tokens whole = ended(List.of(new Prompt.Piece(prompt.text(), 1)));
        if (length.plain() == 0 || whole.ids().length <= length.plain()) {
            return whole;
        }
        warn.accept(
                "A prompt has " + whole.ids().length + " tokens for T5, and " + length.plain()
                        + " are taken: the rest is left out. set-text-tokens takes more; encode-prompt takes any number with the syntax a1111 or comfy.");
        int[] cut = Arrays.copyOf(whole.ids(), length.plain());
        cut[cut.length - 1] = tokenizer.eos();
        return Tokens.of(cut, Arrays.copyOf(whole.weights(), cut.length));
    }

    private Tokens ended(List<Prompt.Piece> pieces) {
        List<Integer> ids = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (Prompt.Piece piece : pieces) {
            for (int id : tokenizer.encode(piece.text())) {
                ids.add(id);
                weights.add(piece.weight());
            }
        }
        ids.add(tokenizer.eos());
        weights.add(1.0);
        return Tokens.of(
                ids.stream().mapToInt(id -> id).toArray(),
                weights.stream().mapToDouble(weight -> weight).toArray());
    }
}
