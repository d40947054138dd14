package dev.zograf.nodes.prompt;

import dev.zograf.api.Cancellation;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.models.QwenPicturesEdit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How Qwen-Image-Edit is told a prompt with pictures: these stand before its words, and a {@link QwenTower} reads both. */
final class QwenPicturePrompt {

    private static final String PAD = "<|image_pad|>";
    private static final String PICTURE = "<|vision_start|>" + PAD + "<|vision_end|>";

    private final QwenTower tower;
    private final QwenSight sight;

    QwenPicturePrompt(QwenTower tower, QwenSight sight) {
        this.tower = tower;
        this.sight = sight;
    }

    /**
     * The encoding of a prompt, never cut.
     *
     * @param numbered whether a number stands before each picture
     */
    Conditioning encode(String prompt, List<Image> pictures, boolean numbered, Cancellation cancellation) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= pictures.size(); i++) {
            text.append(numbered ? "Picture " + i + ": " : "").append(PICTURE);
        }
        int[] ids = tower.tokenizer().encode(QwenTemplate.EDIT.around(text + prompt));
        int pad = pad();
        if (Arrays.stream(ids).filter(id -> id == pad).count() != pictures.size()) {
            throw new InvalidInputException(
                    "text", "The prompt must not have the sign " + PAD + ", which stands for a picture.");
        }
        QwenPictureTokens tokens = new QwenPictureTokens(
                ids, pad, pictures.stream().map(sight::grid).toList());
        List<FloatTensor> seen = new ArrayList<>();
        for (Image picture : pictures) {
            cancellation.throwIfRequested();
            seen.add(sight.see(picture, cancellation));
        }
        FloatTensor encoded = tower.read(
                tokens.ids(),
                tokens.positions(),
                List.of(new QwenPicturesEdit(tower.width())),
                List.of(tokens.inputs(seen, tower.width())),
                cancellation);
        return Conditioning.of(encoded.slice(1, QwenTemplate.EDIT.dropped(), encoded.dim(1)));
    }

    private int pad() {
        return tower.tokenizer()
                .special(PAD)
                .orElseThrow(() -> new InvalidInputException(
                        "encoder",
                        "The tokenizer of the text encoder has no " + PAD
                                + ", so that it cannot be told of pictures: take that of a Qwen2.5-VL."));
    }
}
