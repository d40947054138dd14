package dev.zograf.api.value;

import dev.zograf.api.PortType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a denoiser is told about the picture: the text encoder's tokens {@code [batch, tokens, width]} and attachments by
 * key, such as a pooled embedding or a latent to concatenate. A plugin may define keys of its own.
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

    /** What an empty prompt would have given: the default for the negative side of classifier-free guidance. */
    public static final Key<Conditioning> UNCONDITIONAL = new Key<>("unconditional", Conditioning.class);

    private final FloatTensor tokens;
    private final Map<Key<?>, Object> attachments;

    private Conditioning(FloatTensor tokens, Map<Key<?>, Object> attachments) {
        if (tokens.rank() != 3) {
            throw new IllegalArgumentException(
                    "Conditioning has the shape [batch, tokens, width], not " + tokens + ".");
        }
        this.tokens = tokens;
        this.attachments = attachments;
    }

    /**
     * Conditioning without attachments.
     *
     * @throws IllegalArgumentException unless the shape is {@code [batch, tokens, width]}
     */
    public static Conditioning of(FloatTensor tokens) {
        return new Conditioning(tokens, Map.of());
    }

    /** The same with one more attachment; one of the same key is replaced. */
    public <T> Conditioning with(Key<T> key, T value) {
        Map<Key<?>, Object> more = new HashMap<>(attachments);
        more.put(key, key.type().cast(value));
        return new Conditioning(tokens, Map.copyOf(more));
    }

    /** {@code [batch, tokens, width]}. */
    public FloatTensor tokens() {
        return tokens;
    }

    /** What is attached under the key. */
    public <T> Optional<T> get(Key<T> key) {
        return Optional.ofNullable(attachments.get(key)).map(key.type()::cast);
    }

    /** How many prompts. */
    public int batch() {
        return tokens.dim(0);
    }

    /**
     * The parts as one batch; attachments that all parts have as tensors are joined, {@link #UNCONDITIONAL} too.
     *
     * @throws IllegalArgumentException if there are none or their tokens' shapes differ
     */
    public static Conditioning batch(List<Conditioning> parts) {
        Conditioning out = of(
                FloatTensor.concat(0, parts.stream().map(Conditioning::tokens).toList()));
        for (Key<FloatTensor> key : List.of(POOLED, CONCAT)) {
            if (parts.stream().allMatch(p -> p.get(key).isPresent())) {
                out = out.with(
                        key,
                        FloatTensor.concat(
                                0,
                                parts.stream()
                                        .map(p -> p.get(key).orElseThrow())
                                        .toList()));
            }
        }
        if (parts.stream().allMatch(p -> p.get(UNCONDITIONAL).isPresent())) {
            out = out.with(
                    UNCONDITIONAL,
                    batch(parts.stream()
                            .map(p -> p.get(UNCONDITIONAL).orElseThrow())
                            .toList()));
        }
        return out;
    }

    @Override
    public String toString() {
        return "conditioning " + tokens;
    }
}
