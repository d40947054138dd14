package dev.zograf.nodes.vision;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.DualEncoder;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.model.Network;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.nodes.prompt.ClipTokenizer;
import dev.zograf.nodes.prompt.EndToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Both towers of CLIP. */
final class ClipDualEncoder implements DualEncoder {

    private static final int AT_ONCE = 32;

    private final ImageEncoder images;
    private final ClipTokenizer tokenizer;
    private final Network text;
    private final EndToken end;
    private final double logitScale;

    /**
     * An encoder of pictures and texts.
     *
     * @param text of a {@link dev.zograf.models.ClipText} with a projection
     */
    ClipDualEncoder(ImageEncoder images, ClipTokenizer tokenizer, Network text, EndToken end, double logitScale) {
        this.images = images;
        this.tokenizer = tokenizer;
        this.text = text;
        this.end = end;
        this.logitScale = logitScale;
    }

    @Override
    public ImageEncoder images() {
        return images;
    }

    @Override
    public FloatTensor embed(List<String> texts, RunContext ctx) {
        if (texts.isEmpty()) {
            throw new InvalidInputException("text", "There is no text to embed.");
        }
        List<FloatTensor> out = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += AT_ONCE) {
            ctx.throwIfRequested();
            List<String> some = texts.subList(from, Math.min(from + AT_ONCE, texts.size()));
            int[] all = some.stream()
                    .flatMapToInt(each -> Arrays.stream(tokenizer.encodePadded(each)))
                    .toArray();
            IntTensor ids = IntTensor.of(all, some.size(), tokenizer.length());
            out.add(text.run(Map.of("ids", ids, "eos", end.positions(ids)), "text_embeds", ctx));
        }
        return FloatTensor.concat(0, out);
    }

    @Override
    public double logitScale() {
        return logitScale;
    }
}
