package dev.zograf.nodes.prompt;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Networks of CLIP, a T5, or both, each of which is told a text of its own, joined as a family's denoiser is told them. What an empty prompt gives is
 * remembered, as nearly every picture needs it.
 */
public final class JointTextEncoder implements TextEncoder {

    private static final List<Prompt> EMPTY = List.of(Prompt.plain(""));

    private final Optional<ClipTextEncoder> clip;
    private final Optional<T5Tower> t5;
    private final TextJoin join;
    private final T5Tower.Length length;
    private final Map<Integer, Conditioning> ofNothing = new ConcurrentHashMap<>();

    private JointTextEncoder(
            Optional<ClipTextEncoder> clip, Optional<T5Tower> t5, TextJoin join, T5Tower.Length length) {
        this.clip = clip;
        this.t5 = t5;
        this.join = join;
        this.length = length;
    }

    /**
     * An encoder of networks of which one at least is there.
     *
     * @param length of T5's texts, also if it is not there and something stands in its place
     */
    public static JointTextEncoder of(
            Optional<ClipTextEncoder> clip, Optional<T5Tower> t5, TextJoin join, T5Tower.Length length) {
        return new JointTextEncoder(clip, t5, join, length);
    }

    @Override
    public IntTensor tokenize(List<String> prompts) {
        return clip.isPresent()
                ? clip.get().tokenize(prompts)
                : t5.orElseThrow().tokenize(prompts.stream().map(join::plain).toList());
    }

    @Override
    public int trainedLayer() {
        return clip.map(TextEncoder::trainedLayer).orElse(-1);
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

    private Conditioning compute(List<Prompt> prompts, int skip, RunContext ctx) {
        List<Prompt> forT5 = prompts.stream().map(this::toT5).toList();
        Optional<Conditioning> fromClip = clip.filter(there -> !leavesOutClip(there, prompts))
                .map(there -> there.encodePrompts(fromClipsFirst(prompts), skip, ctx));
        Optional<Conditioning> fromT5 = t5.filter(there -> !forT5.stream().allMatch(Prompt::isNone))
                .map(there -> there.encode(forT5, ctx, ctx::warn));
        boolean plain = prompts.stream().allMatch(each -> each.emphasis() == Prompt.Emphasis.NONE);
        return join.of(prompts.size(), fromClip, fromT5, fromT5.isEmpty() && plain ? length.plain() : 0);
    }

    private Prompt toT5(Prompt prompt) {
        Prompt own = prompt.network(join.t5Text());
        boolean plain = own.emphasis() == Prompt.Emphasis.NONE && !own.isNone();
        return plain ? Prompt.plain(join.plain(own.text())) : own;
    }

    /** The prompts as they are for the networks of CLIP that are there. */
    private List<Prompt> fromClipsFirst(List<Prompt> prompts) {
        int first = join.clipText();
        return first == 0
                ? prompts
                : prompts.stream().map(each -> each.network(first)).toList();
    }

    /** The networks of CLIP go together: one that has no text is told an empty one if another has some. */
    private boolean leavesOutClip(ClipTextEncoder there, List<Prompt> prompts) {
        for (Prompt prompt : prompts) {
            for (int i = 0; i < there.networks().size(); i++) {
                if (!prompt.network(join.clipText() + i).isNone()) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public boolean leadsAwayFromNothing() {
        return join.leadsAwayFromNothing();
    }

    @Override
    public TextEncoder withTokens(int tokens) {
        T5Tower.Length other = new T5Tower.Length(tokens, tokens);
        return new JointTextEncoder(clip, t5.map(there -> there.withTokens(tokens)), join, other);
    }

    /** T5 knows no learned words: it is told the text. */
    @Override
    public TextEncoder withWord(String word, Map<String, FloatTensor> vectors) {
        ClipTextEncoder there = clip.orElseThrow(() -> new InvalidInputException(
                "encoder", "This text encoder has no network of CLIP, and only they take learned words."));
        return new JointTextEncoder(Optional.of(there.withWord(word, vectors)), t5, join, length);
    }

    @Override
    public List<String> networks() {
        List<String> names = new ArrayList<>(clip.map(TextEncoder::networks).orElse(List.of()));
        t5.ifPresent(there -> names.add(there.name()));
        return List.copyOf(names);
    }

    private Optional<T5Tower> t5(String network) {
        return t5.filter(there -> there.name().equals(network));
    }

    @Override
    public Weights weights(String network) {
        Optional<T5Tower> found = t5(network);
        if (found.isPresent()) {
            return found.get().network().weights();
        }
        return networks().contains(network) ? clip.orElseThrow().weights(network) : TextEncoder.super.weights(network);
    }

    @Override
    public TextEncoder withWeights(String network, UnaryOperator<WeightSource> edit) {
        return edited(network, old -> old.withWeights(edit))
                .orElseGet(() -> TextEncoder.super.withWeights(network, edit));
    }

    @Override
    public TextEncoder withPatch(String network, NetworkPatch patch) {
        return edited(network, old -> old.withPatch(patch))
                .orElseGet(() -> TextEncoder.super.withPatch(network, patch));
    }

    @Override
    public TextEncoder withPatchesAsWeights(String network) {
        return edited(network, EditableNetwork::withPatchesAsWeights)
                .orElseGet(() -> TextEncoder.super.withPatchesAsWeights(network));
    }

    private Optional<TextEncoder> edited(String network, UnaryOperator<EditableNetwork> edit) {
        Optional<T5Tower> found = t5(network);
        if (found.isPresent()) {
            return Optional.of(new JointTextEncoder(clip, found.map(there -> there.with(edit)), join, length));
        }
        return clip.flatMap(there -> there.edited(network, edit))
                .map(there -> new JointTextEncoder(Optional.of(there), t5, join, length));
    }

    @Override
    public long heldBytes() {
        return clip.map(TextEncoder::heldBytes).orElse(0L)
                + t5.map(there -> there.network().heldBytes()).orElse(0L);
    }
}
