package dev.zograf.nodes.loaders;

import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Size;
import dev.zograf.nodes.conditioning.TextMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the transformer of PixArt is told beside the text's tokens: which of them are text.
 *
 * @param channels of the latent, and of what is put behind it
 * @param context how wide the text's tokens are
 */
record PixArtInputs(int channels, int context) implements NetworkInputs {

    private static final String MASK = "encoder_attention_mask";

    @Override
    public String network() {
        return TransformerInputs.NETWORK;
    }

    @Override
    public boolean isGuidanceDistilled() {
        return false;
    }

    @Override
    public Map<String, HostTensor> of(int batch, Size painted, List<Conditioning> parts, JoinedInputs joined) {
        List<FloatTensor> masks = new ArrayList<>();
        for (Conditioning part : parts) {
            part.get(TextMask.KEY).ifPresent(mask -> TextMask.require(mask, part.tokens(), batch));
            // What they are made of: of an object of a moment nothing could be remembered.
            masks.add(part.get(TextMask.KEY).orElse(part.tokens()));
        }
        return Map.of(MASK, joined.of(MASK, masks, batch, of -> of.rank() == 2 ? of : TextMask.all(of)));
    }
}
