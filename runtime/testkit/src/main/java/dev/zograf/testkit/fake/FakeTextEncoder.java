package dev.zograf.testkit.fake;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.IntTensor;
import java.util.List;

/**
 * An encoder of 8 tokens, one a letter, and 16 numbers a token, which differ from prompt to prompt and from layer to layer. It has 4
 * layers.
 */
public final class FakeTextEncoder implements TextEncoder {

    private static final int TOKENS = 8;
    private static final int WIDTH = 16;
    private static final int LAYERS = 4;
    private static final int END = 1;

    @Override
    public IntTensor tokenize(List<String> prompts) {
        int[] tokens = new int[prompts.size() * TOKENS];
        for (int i = 0; i < tokens.length; i++) {
            int place = i % TOKENS;
            String prompt = prompts.get(i / TOKENS);
            // 0 begins, 1 ends and pads.
            tokens[i] =
                    place == 0 ? 0 : place <= prompt.length() && place < TOKENS - 1 ? prompt.charAt(place - 1) : END;
        }
        return IntTensor.of(tokens, prompts.size(), TOKENS);
    }

    @Override
    public Conditioning encode(List<String> prompts, int skip, RunContext ctx) {
        if (skip < 0 || skip >= LAYERS) {
            throw new InvalidInputException(
                    "clipSkip", "This text encoder has " + LAYERS + " layers; skip 0 to " + (LAYERS - 1) + " of them.");
        }
        ctx.throwIfRequested();
        IntTensor tokens = tokenize(prompts);
        float[] out = new float[tokens.size() * WIDTH];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) Math.sin(tokens.at(i / WIDTH) + 0.3 * (i % WIDTH) + skip);
        }
        return Conditioning.of(FloatTensor.wrap(out, prompts.size(), TOKENS, WIDTH));
    }
}
