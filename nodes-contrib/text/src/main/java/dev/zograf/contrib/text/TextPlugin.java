package dev.zograf.contrib.text;

import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import java.util.List;

/** Offers text on pictures. */
public final class TextPlugin implements NodePlugin {

    @Override
    public List<Class<? extends Node<?, ?>>> nodes() {
        return List.of(
                CaptionImage.class,
                DrawText.class,
                LabelledSheet.class,
                SpeechBubble.class,
                TextImage.class,
                Watermark.class);
    }
}
