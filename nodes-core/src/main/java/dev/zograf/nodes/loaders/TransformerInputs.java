package dev.zograf.nodes.loaders;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Size;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the transformers of Stable Diffusion 3 and FLUX are told beside the text's tokens: the pooled text, and, if they were distilled, the
 * scale of guidance.
 *
 * @param channels of the latent, and of what is put behind it
 * @param context how wide the text's tokens are
 * @param pooled how wide the pooled text is
 * @param largestSide of pictures, in pixels, for which there are positions
 */
record TransformerInputs(int channels, int context, int pooled, boolean isGuidanceDistilled, int largestSide)
        implements NetworkInputs {

    /** The network's name among those of a model, and of its folder. */
    static final String NETWORK = "transformer";

    /** What FLUX.1 dev is told where nobody says a scale, as its published pipelines have it. */
    private static final double USUAL_GUIDANCE = 3.5;

    @Override
    public String network() {
        return NETWORK;
    }

    @Override
    public Map<String, HostTensor> of(int batch, Size painted, List<Conditioning> parts, JoinedInputs joined) {
        if (Math.max(painted.width(), painted.height()) > largestSide) {
            throw new InvalidInputException(
                    "latent",
                    "The picture is " + painted + " pixels, but this model has positions for sides of at most "
                            + largestSide + ": paint a smaller one, and enlarge it afterwards.");
        }
        List<FloatTensor> texts = new ArrayList<>();
        for (Conditioning part : parts) {
            FloatTensor text = PooledText.of(part, batch);
            if (text.dim(1) != pooled) {
                throw new InvalidInputException(
                        "positive",
                        "The pooled text is " + text.dim(1) + " wide, but this model takes " + pooled
                                + ": use the text encoder of the same model.");
            }
            texts.add(text);
        }
        Map<String, HostTensor> out = new HashMap<>();
        out.put("pooled_projections", joined.of("pooled_projections", texts, batch));
        if (isGuidanceDistilled) {
            out.putAll(ToldGuidance.inputs(batch, parts, USUAL_GUIDANCE, 0));
        }
        return out;
    }
}
