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
import dev.zograf.models.QwenText;
import dev.zograf.nodes.conditioning.TextMask;
import dev.zograf.nodes.patch.EditableNetwork;
import dev.zograf.tensor.GraphEdit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The language model of a Qwen2.5-VL with its tokenizer. It takes texts of any length, and of plain ones as much as it is told to. */
public final class QwenTower {

    /** What the published pipelines take at most. */
    private static final int USUAL = 1024;

    /** More than any denoiser was trained on, and little enough for the map of attention. */
    private static final int MOST = 4096;

    private final QwenTokenizer tokenizer;
    private final EditableNetwork network;
    private final QwenText definition;
    private final int longest;

    private QwenTower(QwenTokenizer tokenizer, EditableNetwork network, QwenText definition, int longest) {
        this.tokenizer = tokenizer;
        this.network = network;
        this.definition = definition;
        this.longest = longest;
    }

    /**
     * A tower for plain texts of up to 1024 tokens.
     *
     * @param network of the definition
     */
    public static QwenTower of(QwenTokenizer tokenizer, EditableNetwork network, QwenText definition) {
        return new QwenTower(tokenizer, network, definition, USUAL);
    }

    /** What it is called among the networks of the model. */
    public String name() {
        return definition.name();
    }

    /** How wide its encodings are. */
    public int width() {
        return definition.config().width();
    }

    /** Its tokenizer. */
    public QwenTokenizer tokenizer() {
        return tokenizer;
    }

    EditableNetwork network() {
        return network;
    }

    QwenTower with(UnaryOperator<EditableNetwork> edit) {
        return new QwenTower(tokenizer, edit.apply(network), definition, longest);
    }

    /** The same for plain texts of up to so many tokens; 0 leaves all as long as they are. */
    QwenTower withTokens(int tokens) {
        if (tokens < 0 || tokens > MOST) {
            throw new InvalidInputException(
                    "tokens", "A text of " + tokens + " tokens is not possible; up to " + MOST + " are.");
        }
        return new QwenTower(tokenizer, network, definition, tokens == 0 ? MOST : tokens);
    }

    /** The ids of plain texts in their template, cut, and filled up to the longest: {@code [batch, tokens]}. */
    IntTensor tokenize(QwenTemplate template, List<String> texts) {
        List<QwenTokens> rows = texts.stream()
                .map(text -> tokens(template, Prompt.plain(text), ignored -> {}))
                .toList();
        return QwenTokens.ids(rows, length(rows), tokenizer.pad());
    }

    private static int length(List<QwenTokens> rows) {
        return rows.stream().mapToInt(QwenTokens::length).max().orElse(0);
    }

    /**
     * The encodings of prompts, all as long as the longest; behind shorter ones stand zeros.
     *
     * @param warn is told if something is left out
     * @return with a {@link TextMask} if some are shorter
     */
    Conditioning encode(QwenTemplate template, List<Prompt> prompts, Cancellation cancellation, Consumer<String> warn) {
        List<QwenTokens> rows = prompts.stream()
                .map(prompt -> tokens(template, prompt.network(0), warn))
                .toList();
        int length = length(rows);
        int dropped = template.dropped();
        if (length - dropped > MOST) {
            throw new InvalidInputException(
                    "text",
                    "A prompt has " + (length - dropped) + " tokens, and " + MOST + " are possible: shorten it.");
        }
        FloatTensor mask = mask(rows, length).slice(1, dropped, length);
        FloatTensor encoded = read(rows, length, cancellation)
                .slice(1, dropped, length)
                .zip(spread(mask), (number, seen) -> number * seen);
        Optional<FloatTensor> nothing = Optional.empty();
        List<FloatTensor> out = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            FloatTensor x = encoded.slice(0, i, i + 1);
            List<double[]> weights = List.of(rows.get(i).weights(dropped, length));
            Prompt.Emphasis emphasis = prompts.get(i).emphasis();
            if (nothing.isEmpty()
                    && emphasis == Prompt.Emphasis.INTERPOLATED
                    && rows.get(i).hasWeights()) {
                QwenTokens empty = QwenTokens.plain(tokenizer, template.around(""));
                nothing = Optional.of(
                        read(List.of(empty.cut(length)), length, cancellation).slice(1, dropped, length));
            }
            out.add(
                    switch (emphasis) {
                        case NONE -> x;
                        case INTERPOLATED -> TokenWeights.interpolated(x, nothing, weights);
                        case MEAN_RESTORED -> TokenWeights.meanRestored(x, weights);
                    });
        }
        Conditioning told = Conditioning.of(FloatTensor.concat(0, out));
        boolean padded = rows.stream().anyMatch(row -> row.length() < length);
        return padded ? told.with(TextMask.KEY, mask) : told;
    }

    private static FloatTensor mask(List<QwenTokens> rows, int length) {
        float[] out = new float[rows.size() * length];
        for (int i = 0; i < rows.size(); i++) {
            Arrays.fill(out, i * length, i * length + rows.get(i).length(), 1);
        }
        return FloatTensor.wrap(out, rows.size(), length);
    }

    /** One number for each of a token's. */
    private FloatTensor spread(FloatTensor mask) {
        float[] out = new float[mask.size() * width()];
        for (int i = 0; i < mask.size(); i++) {
            Arrays.fill(out, i * width(), (i + 1) * width(), mask.at(i));
        }
        return FloatTensor.wrap(out, mask.dim(0), mask.dim(1), width());
    }

    private QwenTokens tokens(QwenTemplate template, Prompt prompt, Consumer<String> warn) {
        QwenTokens whole = QwenTokens.of(tokenizer, template, prompt);
        int most = longest + template.dropped();
        if (prompt.emphasis() != Prompt.Emphasis.NONE || whole.length() <= most) {
            return whole;
        }
        warn.accept("A prompt has " + (whole.length() - template.dropped()) + " tokens, and " + longest
                + " are taken: the rest is left out. set-text-tokens takes more; encode-prompt takes up to " + MOST
                + " with the syntax a1111 or comfy.");
        return whole.cut(most);
    }

    private FloatTensor read(List<QwenTokens> rows, int length, Cancellation cancellation) {
        float[] positions = new float[3 * rows.size() * length];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = i % length;
        }
        return read(
                QwenTokens.ids(rows, length, tokenizer.pad()),
                FloatTensor.wrap(positions, 3, rows.size(), length),
                List.of(),
                List.of(),
                cancellation);
    }

    /**
     * What the network makes of tokens, {@code [batch, tokens, width]}.
     *
     * @param ids {@code [batch, tokens]}
     * @param positions {@code [3, batch, tokens]}, as {@link QwenText} takes them
     * @param edits such as {@link dev.zograf.models.QwenPicturesEdit}
     * @param feeds the inputs of each edit
     */
    public FloatTensor read(
            IntTensor ids,
            FloatTensor positions,
            List<GraphEdit> edits,
            List<Map<String, HostTensor>> feeds,
            Cancellation cancellation) {
        Map<String, HostTensor> inputs = Map.of("ids", ids, "positions", positions);
        Map<String, FloatTensor> out = network.at(Evaluation.of(ids.shape()), List.of(), edits, feeds)
                .run(inputs, Set.of("out"), cancellation);
        return requireNonNull(out.get("out"));
    }
}
