package dev.zograf.nodes.conditioning;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which tokens of a text are seen by denoisers from which its padding is hidden, those of PixArt and Qwen-Image: {@code [batch, tokens]}, 1 for what is seen and 0
 * for what is not. Of a conditioning without a mask all are.
 */
public final class TextMask {

    /** The mask of a conditioning's tokens. */
    public static final Conditioning.Key<FloatTensor> KEY = new Conditioning.Key<>("text_mask", FloatTensor.class);

    private TextMask() {}

    /**
     * One by which all is seen.
     *
     * @param tokens {@code [batch, tokens, width]}
     */
    public static FloatTensor all(FloatTensor tokens) {
        float[] ones = new float[tokens.dim(0) * tokens.dim(1)];
        Arrays.fill(ones, 1);
        return FloatTensor.wrap(ones, tokens.dim(0), tokens.dim(1));
    }

    /**
     * Checks that a mask is that of a conditioning's tokens.
     *
     * @throws InvalidInputException if it is not
     */
    public static void require(FloatTensor mask, FloatTensor tokens, int batch) {
        boolean fits = mask.rank() == 2 && mask.dim(1) == tokens.dim(1) && (mask.dim(0) == 1 || mask.dim(0) == batch);
        if (!fits) {
            throw new InvalidInputException(
                    "positive",
                    "The mask " + mask + " is not that of the conditioning's tokens " + tokens + " for " + batch
                            + " latents: what changes the tokens has to change the mask, too.");
        }
    }

    /** That of tokens one behind the other, if one of them has a mask. */
    static Optional<FloatTensor> behind(Conditioning first, Conditioning second, int batch) {
        return isIn(first, second)
                ? Optional.of(FloatTensor.concat(1, List.of(of(first, batch), of(second, batch))))
                : Optional.empty();
    }

    /** That of tokens which are mixed, as many as the first has: those that are seen in either, if one of them has a mask. */
    static Optional<FloatTensor> either(Conditioning first, Conditioning second, int batch) {
        if (!isIn(first, second)) {
            return Optional.empty();
        }
        FloatTensor own = of(first, batch);
        FloatTensor rest = FloatTensor.zeros(batch, own.dim(1));
        FloatTensor other = FloatTensor.concat(1, List.of(of(second, batch), rest));
        return Optional.of(own.zip(other.slice(1, 0, own.dim(1)), Math::max));
    }

    private static boolean isIn(Conditioning first, Conditioning second) {
        return first.get(KEY).isPresent() || second.get(KEY).isPresent();
    }

    private static FloatTensor of(Conditioning part, int batch) {
        return part.get(KEY).orElseGet(() -> all(part.tokens())).repeatTo(batch);
    }
}
