package dev.zograf.cli;

import dev.zograf.tensor.Weights;

/** Tells what a file of weights is by the names of its tensors, as the public checkpoints have them. */
enum KeyFamily {
    STABLE_DIFFUSION_XL("stable-diffusion-xl", "conditioner.embedders", "model.diffusion_model"),
    STABLE_DIFFUSION_2("stable-diffusion-2", "cond_stage_model.model", "model.diffusion_model"),
    STABLE_DIFFUSION_1("stable-diffusion-1", "cond_stage_model.transformer", "model.diffusion_model"),
    UNET("unet", "down_blocks", "time_embedding"),
    VAE("vae", "decoder.conv_in", "encoder.conv_in"),
    CLIP("clip", "text_model.embeddings", "vision_model.embeddings"),
    CLIP_TEXT("clip-text", "text_model.embeddings"),
    UPSCALER_COMPACT("upscaler-compact", "body.0.weight", "body.1.weight"),
    UPSCALER_ESRGAN("upscaler-esrgan", "conv_first", "body.0.rdb1"),
    UPSCALER_ESRGAN_OLD("upscaler-esrgan", "model.0.weight", "model.1.sub");

    private final String family;
    private final String[] keys;

    KeyFamily(String family, String... keys) {
        this.family = family;
        this.keys = keys;
    }

    static String of(Weights weights) {
        for (KeyFamily candidate : values()) {
            boolean all = true;
            for (String key : candidate.keys) {
                all &= weights.has(key);
            }
            if (all) {
                return candidate.family;
            }
        }
        return weights.names().stream().anyMatch(name -> name.contains("lora_down") || name.contains("lora_A"))
                ? "lora"
                : "unknown";
    }
}
