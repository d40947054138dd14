package dev.zograf.nodes.lora;

import java.util.Locale;

/**
 * A LoRA with how much of it.
 *
 * @param model strength in the denoiser; 0 leaves it alone, negative ones lead away
 * @param text strength in the text encoder
 * @param blocks how much of that in each block
 */
record Lora(LoraFile file, double model, double text, BlockWeights blocks) {

    double strength(String network) {
        return LoraTarget.isDenoiser(network) ? model : text * blocks.base();
    }

    /** Equal for equal changes of a network. */
    String fingerprint(String network) {
        return String.format(Locale.ROOT, "%s*%s/%s", file.fingerprint(), strength(network), blocks);
    }
}
