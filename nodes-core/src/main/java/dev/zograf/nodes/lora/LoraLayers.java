package dev.zograf.nodes.lora;

import java.util.regex.Pattern;

/** The layers that nearly every LoRA changes: those of the transformers. */
final class LoraLayers {

    private static final Pattern USUAL =
            Pattern.compile(".*\\.attn[12]?\\.(to_(q|k|v|out\\.0|add_out)|add_[qkv]_proj)\\.weight"
                    + "|.*\\.self_attn\\.(q|k|v|out)_proj\\.weight|.*\\.mlp\\.fc[12]\\.weight");

    private LoraLayers() {}

    /** Whether a tensor is the weight of such a layer. */
    static boolean isUsual(String tensor) {
        return USUAL.matcher(tensor).matches();
    }
}
