package dev.zograf.testkit.fake;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.DualEncoder;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.value.FloatTensor;
import java.util.List;

/**
 * Knows three words: a text with "red", "green" or "blue" in it lies where {@link FakeImageEncoder} puts a picture of that colour, one with
 * several of them in between, and one with none where it puts white.
 */
public final class FakeDualEncoder implements DualEncoder {

    private static final List<String> WORDS = List.of("red", "green", "blue");

    @Override
    public ImageEncoder images() {
        return new FakeImageEncoder();
    }

    @Override
    public FloatTensor embed(List<String> texts, RunContext ctx) {
        if (texts.isEmpty()) {
            throw new InvalidInputException("text", "There is no text to embed.");
        }
        ctx.throwIfRequested();
        float[] out = new float[texts.size() * WORDS.size()];
        for (int i = 0; i < out.length; i++) {
            String text = texts.get(i / WORDS.size());
            boolean none = WORDS.stream().noneMatch(text::contains);
            out[i] = none || text.contains(WORDS.get(i % WORDS.size())) ? 0.5f : -0.5f;
        }
        return FloatTensor.wrap(out, texts.size(), WORDS.size());
    }

    @Override
    public double logitScale() {
        return 10;
    }
}
