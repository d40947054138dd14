package dev.zograf.nodes.vision;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.DualEncoder;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.model.Network;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.nodes.prompt.ClipTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Both towers of CLIP. */
final class ClipDualEncoder implements DualEncoder {

    private static final int AT_ONCE = 32;

    private final ImageEncoder images;
    private final ClipTokenizer tokenizer;
    private final Network text;
    private final TextFeed feed;
    private final double logitScale;

    /**
     * An encoder of pictures and texts.
     *
     * @param text of a {@link dev.zograf.models.ClipText} with a projection
     * @param feed of its configuration
     */
    ClipDualEncoder(ImageEncoder images, ClipTokenizer tokenizer, Network text, TextFeed feed, double logitScale) {
        this.images = images;
        this.tokenizer = tokenizer;
        this.text = text;
        this.feed = feed;
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
            out.add(text.run(feed.of(ids), "text_embeds", ctx));
        }
        return FloatTensor.concat(0, out);
    }

    @Override
    public double logitScale() {
        return logitScale;
    }
}
