package dev.zograf.nodes.prompt;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.Prompt;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.nodes.patch.EditableNetwork;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * One text network of CLIP, or several whose encodings stand side by side, the last one's pooled: SD 1 and 2 have one, SDXL two, its
 * refiner the second alone. What an empty prompt gives is remembered, as nearly every picture needs it.
 */
public final class ClipTextEncoder implements TextEncoder {

    /** What its first network is called. */
    public static final String NETWORK = "text_encoder";

    /** What SDXL's second network is called. */
    public static final String SECOND = "text_encoder_2";

    private static final List<Prompt> EMPTY = List.of(Prompt.plain(""));

    private final List<ClipTower> towers;
    private final boolean zeros;
    private final boolean poolsAll;
    private final Map<Integer, Conditioning> ofNothing = new ConcurrentHashMap<>();

    private ClipTextEncoder(List<ClipTower> towers, boolean zeros, boolean poolsAll) {
        this.towers = towers;
        this.zeros = zeros;
        this.poolsAll = poolsAll;
    }

    /**
     * An encoder.
     *
     * @param towers its networks in the order in which their encodings stand side by side
     * @param zeros whether zeros stand for what guidance leads away from where there is no negative prompt
     * @param file for messages
     * @throws BadFileException if the networks take prompts of different lengths
     */
    public static ClipTextEncoder of(List<ClipTower> towers, boolean zeros, String file) {
        int length = towers.get(0).tokenizer().length();
        for (ClipTower tower : towers) {
            if (tower.tokenizer().length() != length) {
                throw new BadFileException(
                        file,
                        "The text encoders take prompts of " + length + " and of "
                                + tower.tokenizer().length() + " tokens, and cannot stand side by side.");
            }
        }
        return new ClipTextEncoder(List.copyOf(towers), zeros, false);
    }

    /** The same whose pooled texts are those of all its networks side by side, as Stable Diffusion 3 is told them. */
    public ClipTextEncoder poolingAll() {
        return new ClipTextEncoder(towers, zeros, true);
    }

    @Override
    public IntTensor tokenize(List<String> prompts) {
        ClipTokenizer tokenizer = towers.get(0).tokenizer();
        int[] all = prompts.stream()
                .flatMapToInt(prompt -> Arrays.stream(tokenizer.encodePadded(prompt)))
                .toArray();
        return IntTensor.of(all, prompts.size(), tokenizer.length());
    }

    @Override
    public int trainedLayer() {
        return towers.get(0).trainedLayer();
    }

    @Override
    public Conditioning encode(List<String> prompts, int skip, RunContext ctx) {
        return encodePrompts(prompts.stream().map(Prompt::plain).toList(), skip, ctx);
    }

    @Override
    public Conditioning encodePrompts(List<Prompt> prompts, int skip, RunContext ctx) {
        int spare = towers.stream().mapToInt(ClipTower::spareLayers).min().orElse(0);
        int behind = towers.stream().mapToInt(ClipTower::layersBehind).min().orElse(0);
        if (skip < -behind || skip > spare) {
            throw new InvalidInputException(
                    "clipSkip",
                    "This text encoder can do without 0 to " + spare + " of its last layers"
                            + (behind == 0 ? "; there is none behind the one that the model was trained on." : "."));
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

    @Override
    public Conditioning unconditional(int skip, RunContext ctx) {
        Conditioning nothing = TextEncoder.super.unconditional(skip, ctx);
        return zeros
                ? Conditioning.of(FloatTensor.zeros(nothing.tokens().shape()))
                        .with(
                                Conditioning.POOLED,
                                FloatTensor.zeros(nothing.get(Conditioning.POOLED)
                                        .orElseThrow()
                                        .shape()))
                : nothing;
    }

    private Conditioning compute(List<Prompt> prompts, int skip, RunContext ctx) {
        List<List<List<TokenChunk>>> chunks = new ArrayList<>();
        int count = 1;
        for (int i = 0; i < towers.size(); i++) {
            List<List<TokenChunk>> ofTower = new ArrayList<>();
            for (Prompt prompt : prompts) {
                ofTower.add(towers.get(i).chunks(prompt.network(i), ctx::warn));
                count = Math.max(count, ofTower.get(ofTower.size() - 1).size());
            }
            chunks.add(ofTower);
        }
        List<FloatTensor> tokens = new ArrayList<>();
        List<FloatTensor> pooled = new ArrayList<>();
        for (int i = 0; i < towers.size(); i++) {
            int network = i;
            List<Prompt> told =
                    prompts.stream().map(prompt -> prompt.network(network)).toList();
            ClipTower.Encoded encoded = encode(towers.get(i), told, chunks.get(i), count, skip, ctx);
            tokens.add(encoded.tokens());
            pooled.add(encoded.pooled());
        }
        return Conditioning.of(tokens.size() == 1 ? tokens.get(0) : FloatTensor.concat(2, tokens))
                .with(Conditioning.POOLED, poolsAll ? FloatTensor.concat(1, pooled) : pooled.get(pooled.size() - 1));
    }

    /** The chunks of all prompts in one go, those of a prompt one after the other; the first of a prompt is its pooled one. */
    private static ClipTower.Encoded encode(
            ClipTower tower, List<Prompt> prompts, List<List<TokenChunk>> chunks, int count, int skip, RunContext ctx) {
        List<TokenChunk> rows = new ArrayList<>();
        for (List<TokenChunk> each : chunks) {
            rows.addAll(each);
            rows.addAll(Collections.nCopies(count - each.size(), tower.empty()));
        }
        boolean weighted = false;
        for (int i = 0; i < prompts.size(); i++) {
            weighted |= prompts.get(i).emphasis() == Prompt.Emphasis.INTERPOLATED
                    && chunks.get(i).stream().anyMatch(TokenChunk::hasWeights);
        }
        if (weighted) {
            rows.add(tower.empty());
        }
        ClipTower.Encoded encoded = tower.encode(rows, skip, ctx);
        Optional<FloatTensor> nothing =
                weighted ? Optional.of(encoded.tokens().slice(0, rows.size() - 1, rows.size())) : Optional.empty();
        int length = encoded.tokens().dim(1);
        int width = encoded.tokens().dim(2);
        List<FloatTensor> tokens = new ArrayList<>();
        List<FloatTensor> pooled = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            int from = i * count;
            List<double[]> weights = rows.subList(from, from + count).stream()
                    .map(TokenChunk::weights)
                    .toList();
            FloatTensor x = encoded.tokens().slice(0, from, from + count);
            FloatTensor told = switch (prompts.get(i).emphasis()) {
                case NONE -> x;
                case INTERPOLATED -> TokenWeights.interpolated(x, nothing, weights);
                case MEAN_RESTORED -> TokenWeights.meanRestored(x, weights);
            };
            tokens.add(told.reshape(1, count * length, width));
            pooled.add(encoded.pooled().slice(0, from, from + 1));
        }
        return new ClipTower.Encoded(FloatTensor.concat(0, tokens), FloatTensor.concat(0, pooled));
    }

    @Override
    public ClipTextEncoder withWord(String word, Map<String, FloatTensor> vectors) {
        if (word.isBlank()) {
            throw new InvalidInputException("encoder", "A learned word has a name.");
        }
        List<ClipTower> taught = new ArrayList<>();
        for (ClipTower tower : towers) {
            FloatTensor own = vectors.get(tower.name());
            if (own == null) {
                throw new InvalidInputException(
                        "encoder",
                        "There are no vectors of " + word + " for the encoder's " + tower.name()
                                + ": it was learned with a model of another family.");
            }
            taught.add(tower.withWord(word, own));
        }
        return new ClipTextEncoder(List.copyOf(taught), zeros, poolsAll);
    }

    @Override
    public List<String> networks() {
        return towers.stream().map(ClipTower::name).toList();
    }

    private Optional<ClipTower> find(String network) {
        return towers.stream().filter(tower -> tower.name().equals(network)).findFirst();
    }

    @Override
    public Weights weights(String network) {
        return find(network)
                .map(tower -> tower.network().weights())
                .orElseGet(() -> TextEncoder.super.weights(network));
    }

    @Override
    public TextEncoder withWeights(String network, UnaryOperator<WeightSource> edit) {
        return edited(network, old -> old.withWeights(edit))
                .map(TextEncoder.class::cast)
                .orElseGet(() -> TextEncoder.super.withWeights(network, edit));
    }

    @Override
    public TextEncoder withPatch(String network, NetworkPatch patch) {
        return edited(network, old -> old.withPatch(patch))
                .map(TextEncoder.class::cast)
                .orElseGet(() -> TextEncoder.super.withPatch(network, patch));
    }

    @Override
    public TextEncoder withPatchesAsWeights(String network) {
        return edited(network, EditableNetwork::withPatchesAsWeights)
                .map(TextEncoder.class::cast)
                .orElseGet(() -> TextEncoder.super.withPatchesAsWeights(network));
    }

    @Override
    public long heldBytes() {
        return towers.stream().mapToLong(ClipTower::heldBytes).sum();
    }

    /** The same with one of its networks edited; empty if it is none of them. */
    Optional<ClipTextEncoder> edited(String network, UnaryOperator<EditableNetwork> edit) {
        return find(network).map(edited -> {
            List<ClipTower> all = new ArrayList<>(towers);
            all.replaceAll(tower -> tower == edited ? tower.with(edit) : tower);
            return new ClipTextEncoder(List.copyOf(all), zeros, poolsAll);
        });
    }
}
