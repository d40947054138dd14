package dev.zograf.api.value;

import dev.zograf.api.PortType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a denoiser is told about the picture: the text encoder's tokens {@code [batch, tokens, width]} and attachments by
 * key, such as a pooled embedding or a latent to concatenate. A plugin may define keys of its own.
 *
 * <p>It has one part or several: prompts for regions of the picture, or for stretches of the way from noise to picture. Each part is
 * evaluated by itself, and where several count at once the results are averaged by the strengths of their {@link Region}s. What is
 * attached to a conditioning is attached to each of its parts; {@link #tokens} and {@link #get} speak of the first.
 */
@PortType("conditioning")
public final class Conditioning {

    /**
     * The name and type of an attachment. Keys are equal if their names are.
     *
     * @param <T> the type of what is attached
     */
    public record Key<T>(String name, Class<T> type) {}

    /** The pooled text embedding {@code [batch, width]}. */
    public static final Key<FloatTensor> POOLED = new Key<>("pooled", FloatTensor.class);

    /**
     * Channels that are put behind the latent's own before the network sees it, {@code [batch, channels, h, w]} in the
     * denoiser's scaled space: mask and masked picture of an inpainting model (Rombach et al. 2022, section 4.5).
     */
    public static final Key<FloatTensor> CONCAT = new Key<>("concat", FloatTensor.class);

    /** The scale of guidance, for a network that was trained to be told it; set by guiders where it was not set before. */
    public static final Key<Double> GUIDANCE = new Key<>("guidance", Double.class);

    /** Whether it is what guidance leads away from; set by guiders. */
    public static final Key<Boolean> NEGATIVE = new Key<>("negative", Boolean.class);

    /** What an empty prompt would have given: the default for the negative side of classifier-free guidance. */
    public static final Key<Conditioning> UNCONDITIONAL = new Key<>("unconditional", Conditioning.class);

    /** Where in the picture the part counts, and how strongly beside others. */
    public static final Key<Region> REGION = new Key<>("region", Region.class);

    /** Which part of the picture it is evaluated on, if not on all of it; see {@link #onPart}. */
    public static final Key<String> PART = new Key<>("part", String.class);

    private final FloatTensor tokens;
    private final Map<Key<?>, Object> attachments;
    private final List<Conditioning> others;

    private Conditioning(FloatTensor tokens, Map<Key<?>, Object> attachments, List<Conditioning> others) {
        if (tokens.rank() != 3) {
            throw new IllegalArgumentException(
                    "Conditioning has the shape [batch, tokens, width], not " + tokens + ".");
        }
        this.tokens = tokens;
        this.attachments = attachments;
        this.others = others;
    }

    /**
     * Conditioning without attachments.
     *
     * @throws IllegalArgumentException unless the shape is {@code [batch, tokens, width]}
     */
    public static Conditioning of(FloatTensor tokens) {
        return new Conditioning(tokens, Map.of(), List.of());
    }

    /**
     * All parts of all, in order.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Conditioning combine(List<Conditioning> all) {
        List<Conditioning> parts =
                all.stream().flatMap(each -> each.parts().stream()).toList();
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to combine.");
        }
        Conditioning first = parts.get(0);
        return new Conditioning(first.tokens, first.attachments, parts.subList(1, parts.size()));
    }

    /** Its parts, at least one, each of one part. */
    public List<Conditioning> parts() {
        if (others.isEmpty()) {
            return List.of(this);
        }
        List<Conditioning> parts = new ArrayList<>();
        parts.add(new Conditioning(tokens, attachments, List.of()));
        parts.addAll(others);
        return List.copyOf(parts);
    }

    /** The same with each part changed. */
    public Conditioning mapParts(UnaryOperator<Conditioning> change) {
        return combine(parts().stream().map(change).toList());
    }

    /** The same with one more attachment of each part; one of the same key is replaced. */
    public <T> Conditioning with(Key<T> key, T value) {
        Map<Key<?>, Object> more = new HashMap<>(attachments);
        more.put(key, key.type().cast(value));
        return new Conditioning(
                tokens,
                Map.copyOf(more),
                others.stream().map(part -> part.with(key, value)).toList());
    }

    /** The same with other tokens of the first part. */
    public Conditioning withTokens(FloatTensor other) {
        return new Conditioning(other, attachments, others);
    }

    /**
     * The same, to be evaluated on a part of what it would have been evaluated on, so that nothing that is remembered of one part is taken
     * for another.
     *
     * @param part a name that is the same at each evaluation: {@code "tile 3"}
     */
    public Conditioning onPart(String part) {
        return with(PART, get(PART).map(outer -> outer + ", " + part).orElse(part));
    }

    /** {@code [batch, tokens, width]}. */
    public FloatTensor tokens() {
        return tokens;
    }

    /** What is attached under the key. */
    public <T> Optional<T> get(Key<T> key) {
        return Optional.ofNullable(attachments.get(key)).map(key.type()::cast);
    }

    /** How many prompts: those of the part that has most. */
    public int batch() {
        return others.stream().mapToInt(Conditioning::batch).reduce(tokens.dim(0), Math::max);
    }

    /**
     * Several as one batch, part by part. Tensors and conditionings that are attached to all are joined, those that some lack are left
     * out; of anything else, such as the region, all must have the same.
     *
     * @throws IllegalArgumentException if there are none, or their tokens' shapes, parts or attachments do not go together
     */
    public static Conditioning batch(List<Conditioning> all) {
        List<List<Conditioning>> parts = all.stream().map(Conditioning::parts).toList();
        int count = parts.isEmpty() ? 0 : parts.get(0).size();
        if (parts.stream().anyMatch(each -> each.size() != count)) {
            throw new IllegalArgumentException(
                    "Some have more parts than others, for regions or for stretches of the way.");
        }
        List<Conditioning> joined = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int part = i;
            joined.add(join(parts.stream().map(each -> each.get(part)).toList()));
        }
        return combine(joined);
    }

    private static Conditioning join(List<Conditioning> parts) {
        Conditioning out = of(
                FloatTensor.concat(0, parts.stream().map(Conditioning::tokens).toList()));
        Set<Key<?>> keys = new LinkedHashSet<>();
        parts.forEach(part -> keys.addAll(part.attachments.keySet()));
        for (Key<?> key : keys) {
            out = join(parts, key).map(out::withAttached).orElse(out);
        }
        return out;
    }

    /** What a batch has under a key that not all of its entries may have. */
    private static <T> Optional<Attached<T>> join(List<Conditioning> parts, Key<T> key) {
        List<T> values = parts.stream().flatMap(part -> part.get(key).stream()).toList();
        boolean all = values.size() == parts.size();
        Object joined;
        if (key.type() == FloatTensor.class || key.type() == Conditioning.class) {
            if (!all) {
                return Optional.empty();
            }
            joined = key.type() == FloatTensor.class
                    ? FloatTensor.concat(
                            0, values.stream().map(FloatTensor.class::cast).toList())
                    : batch(values.stream().map(Conditioning.class::cast).toList());
        } else if (all && values.stream().allMatch(values.get(0)::equals)) {
            joined = values.get(0);
        } else {
            throw new IllegalArgumentException("They differ in their \"" + key.name() + "\".");
        }
        return Optional.of(new Attached<>(key, key.type().cast(joined)));
    }

    private record Attached<T>(Key<T> key, T value) {}

    private <T> Conditioning withAttached(Attached<T> attached) {
        return with(attached.key, attached.value);
    }

    @Override
    public String toString() {
        return "conditioning " + tokens + (others.isEmpty() ? "" : " and " + others.size() + " more");
    }
}
