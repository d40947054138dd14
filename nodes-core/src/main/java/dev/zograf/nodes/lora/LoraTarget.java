package dev.zograf.nodes.lora;

import dev.zograf.models.OriginalBlocks;
import dev.zograf.tensor.Weights;
import java.util.Optional;

/** A network that LoRA files can change, and under which names they know its layers. */
final class LoraTarget {

    static final String UNET = "unet";
    static final String TRANSFORMER = "transformer";

    private final String name;
    private final Weights weights;
    private final LayerNames layers;
    private final Optional<OriginalBlocks> blocks;

    /**
     * A network.
     *
     * @param name {@code unet}, {@code transformer}, {@code text_encoder}, {@code text_encoder_2}, {@code text_encoder_3}
     */
    LoraTarget(String name, Weights weights) {
        this.name = name;
        this.weights = weights;
        if (name.equals(UNET)) {
            OriginalBlocks original = new OriginalBlocks(weights.names());
            blocks = Optional.of(original);
            layers = LayerNames.ofUnet(weights, original);
        } else {
            blocks = Optional.empty();
            layers = name.equals(TRANSFORMER) ? LayerNames.ofTransformer(weights) : LayerNames.ofText(weights);
        }
    }

    /** Whether a network is what denoises, rather than what reads the text. */
    static boolean isDenoiser(String network) {
        return network.equals(UNET) || network.equals(TRANSFORMER);
    }

    String name() {
        return name;
    }

    Weights weights() {
        return weights;
    }

    LayerNames layers() {
        return layers;
    }

    /** Its blocks, if it is a U-Net. */
    Optional<OriginalBlocks> blocks() {
        return blocks;
    }
}
