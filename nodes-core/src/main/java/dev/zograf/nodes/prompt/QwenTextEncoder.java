package dev.zograf.nodes.prompt;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.Prompt;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.IntTensor;
import dev.zograf.nodes.patch.EditableNetwork;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The text encoder of Qwen-Image: a {@link QwenTower} that is told to describe a picture, or, with pictures, how they are to be changed. What an empty prompt gives is remembered, as nearly every
 * picture needs it.
 */
public final class QwenTextEncoder implements TextEncoder {

    private static final List<Prompt> EMPTY = List.of(Prompt.plain(""));

    private final QwenTower tower;
    private final Optional<QwenSight> sight;
    private volatile Optional<Conditioning> ofNothing = Optional.empty();

    private QwenTextEncoder(QwenTower tower, Optional<QwenSight> sight) {
        this.tower = tower;
        this.sight = sight;
    }

    /**
     * An encoder of a network.
     *
     * @param sight that sees pictures, if it is there
     */
    public static QwenTextEncoder of(QwenTower tower, Optional<QwenSight> sight) {
        return new QwenTextEncoder(tower, sight);
    }

    @Override
    public IntTensor tokenize(List<String> prompts) {
        return tower.tokenize(QwenTemplate.IMAGE, prompts);
    }

    @Override
    public Conditioning encode(List<String> prompts, int skip, RunContext ctx) {
        return encodePrompts(prompts.stream().map(Prompt::plain).toList(), skip, ctx);
    }

    @Override
    public Conditioning encodePrompts(List<Prompt> prompts, int skip, RunContext ctx) {
        if (prompts.isEmpty()) {
            throw new InvalidInputException("text", "There is no prompt; an empty text is one.");
        }
        if (skip != 0) {
            throw new InvalidInputException("clipSkip", "Qwen-Image takes the last layer of its text encoder; skip 0.");
        }
        boolean empty = prompts.equals(EMPTY);
        Optional<Conditioning> known = empty ? ofNothing : Optional.empty();
        if (known.isPresent()) {
            return known.get();
        }
        Conditioning conditioning = tower.encode(QwenTemplate.IMAGE, prompts, ctx, ctx::warn);
        if (empty) {
            ofNothing = Optional.of(conditioning);
        }
        return conditioning;
    }

    /** Without pictures and numbers this is {@link #encode}. The prompt is never cut. */
    @Override
    public Conditioning encodeWithPictures(String prompt, List<Image> pictures, boolean numbered, RunContext ctx) {
        if (pictures.isEmpty() && !numbered) {
            return encode(List.of(prompt), 0, ctx);
        }
        QwenSight eyes = sight.orElseThrow(
                () -> new InvalidInputException(
                        "encoder",
                        "This text encoder has no image tower (visual.…), so that it cannot see pictures: load a whole Qwen2.5-VL."));
        return new QwenPicturePrompt(tower, eyes).encode(prompt, pictures, numbered, ctx);
    }

    @Override
    public TextEncoder withTokens(int tokens) {
        return new QwenTextEncoder(tower.withTokens(tokens), sight);
    }

    @Override
    public List<String> networks() {
        return List.of(tower.name());
    }

    @Override
    public Weights weights(String network) {
        return network.equals(tower.name()) ? tower.network().weights() : TextEncoder.super.weights(network);
    }

    @Override
    public TextEncoder withWeights(String network, UnaryOperator<WeightSource> edit) {
        return network.equals(tower.name())
                ? edited(old -> old.withWeights(edit))
                : TextEncoder.super.withWeights(network, edit);
    }

    @Override
    public TextEncoder withPatch(String network, NetworkPatch patch) {
        return network.equals(tower.name())
                ? edited(old -> old.withPatch(patch))
                : TextEncoder.super.withPatch(network, patch);
    }

    @Override
    public TextEncoder withPatchesAsWeights(String network) {
        return network.equals(tower.name())
                ? edited(EditableNetwork::withPatchesAsWeights)
                : TextEncoder.super.withPatchesAsWeights(network);
    }

    private TextEncoder edited(UnaryOperator<EditableNetwork> edit) {
        return new QwenTextEncoder(tower.with(edit), sight);
    }

    @Override
    public long heldBytes() {
        return tower.network().heldBytes();
    }
}
