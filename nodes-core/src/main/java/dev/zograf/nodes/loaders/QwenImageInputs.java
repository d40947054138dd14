package dev.zograf.nodes.loaders;

import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Size;
import dev.zograf.models.QwenImageTextMask;
import dev.zograf.nodes.conditioning.TextMask;
import dev.zograf.tensor.GraphEdit;
import java.util.List;
import java.util.Map;

/**
 * What the transformer of Qwen-Image is told beside the text's tokens: nothing, if all of them are text, and else which are.
 *
 * @param channels of the latent
 * @param context how wide the text's tokens are
 */
record QwenImageInputs(int channels, int context) implements NetworkInputs {

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
        return Map.of();
    }

    @Override
    public List<NetworkPatch> patches(Conditioning part) {
        return part.get(TextMask.KEY)
                .filter(QwenImageInputs::hides)
                .<List<NetworkPatch>>map(mask -> List.of(new Hidden(mask, part.tokens())))
                .orElse(List.of());
    }

    private static boolean hides(FloatTensor mask) {
        for (int i = 0; i < mask.size(); i++) {
            if (mask.at(i) < 1) {
                return true;
            }
        }
        return false;
    }

    /** Hides what is not text. */
    private record Hidden(FloatTensor mask, FloatTensor tokens) implements NetworkPatch {

        @Override
        public GraphEdit edit() {
            return new QwenImageTextMask();
        }

        @Override
        public Map<String, HostTensor> inputs(Evaluation evaluation) {
            int batch = evaluation.batch();
            TextMask.require(mask, tokens, batch);
            return Map.of(QwenImageTextMask.MASK, mask.repeatTo(batch));
        }
    }
}
