package dev.zograf.cli;

import dev.zograf.tensor.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a file of weights is by the names of its tensors, where it is no network of a diffusion model: the first row all of whose
 * patterns are found counts.
 */
enum KeyFamily {
    LORA_LOHA("lora", "lycoris-loha", "\\.hada_w1_[ab]$"),
    LORA_LOKR("lora", "lycoris-lokr", "\\.lokr_w1(_a)?$"),
    CONTROL_LORA("controlnet", "control-lora", "^lora_controlnet$"),
    LORA_KOHYA_XL("lora", "kohya-sdxl", "^lora_te2_.*\\.lora_down\\.weight$"),
    LORA_KOHYA("lora", "kohya", "^lora_(unet|te)\\w*\\.lora_down\\.weight$"),
    LORA_PEFT("lora", "peft", "\\.lora_A\\.(default\\.)?weight$"),
    LORA_DIFFUSERS("lora", "diffusers", "(\\.lora\\.down\\.weight|_lora\\.down\\.weight)$"),
    LORA_FIRST("lora", "lora-diffusion", "^(unet|text_encoder):\\d+:(up|down)"),
    LORA_OTHER("lora", "lora", "lora_(down|A)\\b"),
    T2I_ADAPTER("t2i-adapter", "diffusers", "^adapter\\.body\\.\\d+\\."),
    T2I_ADAPTER_ORIGINAL("t2i-adapter", "original", "^body\\.\\d+\\.block1\\.", "^conv_in\\."),
    IP_ADAPTER("ip-adapter", "ip-adapter", "^image_proj\\.", "^ip_adapter\\."),
    EMBEDDING_XL("embedding", "sdxl", "^clip_g$", "^clip_l$"),
    EMBEDDING("embedding", "textual-inversion", "^(emb_params|string_to_param.*|<.*>)$"),
    CLIP("clip", "clip", "text_model\\.embeddings\\.", "vision_model\\.embeddings\\."),
    CLIP_OPEN("clip", "open-clip", "^visual\\.conv1\\.", "^token_embedding\\."),
    CLIP_TEXT("clip-text", "text-encoder", "text_model\\.embeddings\\."),
    CLIP_VISION("clip-vision", "vision-encoder", "vision_model\\.embeddings\\.|^visual\\.conv1\\."),
    UNET("unet", "unet", "down_blocks\\.", "time_embedding\\."),
    VAE("vae", "vae", "decoder\\.conv_in\\.", "encoder\\.conv_in\\."),
    VAE_TINY("vae-approx", "taesd", "^((taesd_)?(encoder|decoder)\\.layers|\\d+)\\.\\d+\\.(conv\\.)?\\d+\\.weight$"),
    UPSCALER_COMPACT("upscaler-compact", "compact", "^body\\.0\\.weight$", "^body\\.1\\.weight$"),
    UPSCALER_ESRGAN("upscaler-esrgan", "esrgan", "^conv_first\\.", "^body\\.0\\.rdb1\\."),
    UPSCALER_ESRGAN_OLDER("upscaler-esrgan", "esrgan", "^conv_first\\.", "^RRDB_trunk\\."),
    UPSCALER_ESRGAN_OLD("upscaler-esrgan", "esrgan", "^model\\.0\\.weight$", "^model\\.1\\.sub\\."),
    UPSCALER_SWINIR("upscaler-swinir", "swinir", "^layers\\.0\\.residual_group\\.blocks\\.", "^conv_after_body\\.");

    private final String family;
    private final String variant;
    private final List<Pattern> names;

    KeyFamily(String family, String variant, String... names) {
        this.family = family;
        this.variant = variant;
        this.names = Arrays.stream(names).map(Pattern::compile).toList();
    }

    /** The kind of model, or {@code unknown}. */
    static String of(Weights weights) {
        KeyFamily found = find(weights);
        return found == null ? "unknown" : found.family;
    }

    /** The kind within the kind, or empty. */
    static String variantOf(Weights weights) {
        KeyFamily found = find(weights);
        return found == null ? "" : found.variant;
    }

    private static @Nullable KeyFamily find(Weights weights) {
        for (KeyFamily candidate : values()) {
            if (candidate.names.stream()
                    .allMatch(pattern -> weights.names().stream()
                            .anyMatch(name -> pattern.matcher(name).find()))) {
                return candidate;
            }
        }
        return null;
    }
}
