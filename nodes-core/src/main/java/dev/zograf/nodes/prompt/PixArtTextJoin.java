package dev.zograf.nodes.prompt;

import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.Locale;
import java.util.Optional;

/**
 * PixArt: T5's encodings alone, with the mask that hides their padding. What is not told is zeros.
 *
 * @param width of the tokens that the denoiser takes
 */
public record PixArtTextJoin(int width) implements TextJoin {

    @Override
    public int clipText() {
        return 0;
    }

    @Override
    public int t5Text() {
        return 0;
    }

    /** As it was trained: in small letters, without spaces around. */
    @Override
    public String plain(String text) {
        return text.toLowerCase(Locale.ROOT).strip();
    }

    @Override
    public boolean leadsAwayFromNothing() {
        return true;
    }

    @Override
    public Conditioning of(int batch, Optional<Conditioning> clip, Optional<Conditioning> t5, int zeros) {
        return t5.orElseGet(() -> Conditioning.of(FloatTensor.zeros(batch, Math.max(zeros, 1), width)));
    }
}
