package dev.zograf.nodes.prompt;

import static java.util.Objects.requireNonNull;

import dev.zograf.api.Cancellation;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.Prompt;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.models.ClipText;
import dev.zograf.nodes.patch.EditableNetwork;
import dev.zograf.nodes.patch.PatchedNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** One text network of CLIP with its tokenizer, the words that it was taught, and which of its layers the denoiser was trained on. */
public final class ClipTower {

    /** What a denoiser was trained on. */
    public enum Reading {
        /** The last layer after the final norm, and the same at the end of the prompt: SD 1 and 2. */
        LAST,
        /** The last layer but one as it is: SDXL's first encoder. */
        PENULTIMATE,
        /** The last layer but one as it is, and the end of the prompt in the space that texts and pictures share: SDXL's second encoder. */
        PENULTIMATE_AND_PROJECTED
    }

    /**
     * What a network makes of chunks.
     *
     * @param tokens {@code [chunks, tokens, width]}
     * @param pooled {@code [chunks, width]}
     */
    record Encoded(FloatTensor tokens, FloatTensor pooled) {}

    private final ClipTokenizer tokenizer;
    private final EditableNetwork network;
    private final ClipText definition;
    private final EndToken end;
    private final Reading reading;
    private final LearnedWords words;

    private ClipTower(
            ClipTokenizer tokenizer,
            EditableNetwork network,
            ClipText definition,
            EndToken end,
            Reading reading,
            LearnedWords words) {
        this.tokenizer = tokenizer;
        this.network = network;
        this.definition = definition;
        this.end = end;
        this.reading = reading;
        this.words = words;
    }

    /**
     * A network that was taught no words.
     *
     * @param network of the definition
     * @param end the {@code eos_token_id} of its configuration
     */
    public static ClipTower of(
            ClipTokenizer tokenizer, EditableNetwork network, ClipText definition, int end, Reading reading) {
        return new ClipTower(tokenizer, network, definition, new EndToken(end), reading, LearnedWords.NONE);
    }

    /** What it is called among the networks of the model. */
    String name() {
        return definition.name();
    }

    EditableNetwork network() {
        return network;
    }

    /** About how many bytes its patches keep in memory. */
    long heldBytes() {
        return network.heldBytes();
    }

    ClipTokenizer tokenizer() {
        return tokenizer;
    }

    ClipTower with(UnaryOperator<EditableNetwork> edit) {
        return new ClipTower(tokenizer, edit.apply(network), definition, end, reading, words);
    }

    /** With one more word, see {@link dev.zograf.api.model.TextEncoder#withWord}. */
    ClipTower withWord(String word, FloatTensor vectors) {
        if (vectors.rank() != 2 || vectors.dim(0) == 0 || vectors.dim(1) != definition.width()) {
            throw new InvalidInputException(
                    "encoder",
                    "The vectors of " + word + " are " + vectors.dim(vectors.rank() - 1)
                            + " wide, those of the encoder's " + name() + " " + definition.width()
                            + ": they were learned with another model.");
        }
        return new ClipTower(tokenizer, network, definition, end, reading, words.with(word, vectors));
    }

    /** How many of the last layers may be left out. */
    int spareLayers() {
        return definition.layers() - (reading == Reading.LAST ? 1 : 2);
    }

    /** How many layers there are behind the one that the denoiser was trained on. */
    int layersBehind() {
        return reading == Reading.LAST ? 0 : 1;
    }

    /**
     * The layer that the denoiser was trained on, counted from the end of the network as it was published: SD 2, whose OpenCLIP is told by its
     * exact GELU, has all layers but the last.
     */
    int trainedLayer() {
        return reading == Reading.LAST && !definition.activation().equals("gelu") ? -1 : -2;
    }

    /** The chunks of a prompt; somebody is told if something of it is left out. */
    List<TokenChunk> chunks(Prompt prompt, Consumer<String> warn) {
        return PromptChunks.of(prompt, tokenizer, words, warn);
    }

    TokenChunk empty() {
        return PromptChunks.empty(tokenizer);
    }

    /** Runs the network on chunks, all at once. */
    Encoded encode(List<TokenChunk> rows, int skip, Cancellation cancellation) {
        int length = tokenizer.length();
        IntTensor ids = ids(rows, TokenChunk::known);
        IntTensor ends = end.positions(ids(rows, TokenChunk::ids));
        int layer = definition.layers() - skip - (reading == Reading.LAST ? 0 : 1);
        String tokens = reading != Reading.LAST ? "hidden_states." + layer : skip == 0 ? "out" : "normed." + layer;
        String pooled = reading == Reading.PENULTIMATE_AND_PROJECTED ? "text_embeds" : "pooled";
        TokenVectors learned = new TokenVectors(length, definition.width());
        boolean has = rows.stream().anyMatch(TokenChunk::hasVectors);
        Map<String, HostTensor> inputs = Map.of("ids", ids, "eos", ends);
        PatchedNetwork now = network.at(
                Evaluation.of(ids.shape()),
                List.of(),
                has ? List.of(learned) : List.of(),
                has ? List.of(learned.feed(rows)) : List.of());
        Map<String, FloatTensor> out = now.run(inputs, Set.of(tokens, pooled), cancellation);
        return new Encoded(requireNonNull(out.get(tokens)), requireNonNull(out.get(pooled)));
    }

    private IntTensor ids(List<TokenChunk> rows, Function<TokenChunk, int[]> ids) {
        int[] all =
                rows.stream().flatMapToInt(row -> Arrays.stream(ids.apply(row))).toArray();
        return IntTensor.of(all, rows.size(), tokenizer.length());
    }
}
