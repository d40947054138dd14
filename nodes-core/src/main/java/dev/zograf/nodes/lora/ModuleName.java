package dev.zograf.nodes.lora;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A module's name without what comes before the layer's own name, and the networks that it can be in.
 *
 * @param networks in the order in which they are tried
 */
record ModuleName(List<String> networks, String layer) {

    private static final List<String> ANY =
            List.of("unet", "transformer", "text_encoder", "text_encoder_2", "text_encoder_3");
    private static final List<String> DENOISER = List.of("unet", "transformer");
    private static final Map<String, List<String>> PREFIXES = new LinkedHashMap<>();

    static {
        PREFIXES.put("lora_unet_", DENOISER);
        PREFIXES.put("lora_transformer_", List.of("transformer"));
        PREFIXES.put("lora_te1_", List.of("text_encoder"));
        PREFIXES.put("lora_te2_", List.of("text_encoder_2"));
        // FLUX has T5 as its second encoder, and the same name for it.
        PREFIXES.put("lora_te3_", List.of("text_encoder_3", "text_encoder_2"));
        PREFIXES.put("lora_te_", List.of("text_encoder"));
        PREFIXES.put("lycoris_", ANY);
        PREFIXES.put("unet.", List.of("unet"));
        PREFIXES.put("transformer.", List.of("transformer"));
        PREFIXES.put("text_encoder_3.", List.of("text_encoder_3"));
        PREFIXES.put("text_encoder_2.", List.of("text_encoder_2"));
        PREFIXES.put("text_encoder.", List.of("text_encoder"));
        PREFIXES.put("model.diffusion_model.", DENOISER);
        PREFIXES.put("diffusion_model.", DENOISER);
        PREFIXES.put("base_model.model.", ANY);
    }

    static ModuleName of(String module) {
        for (Map.Entry<String, List<String>> prefix : PREFIXES.entrySet()) {
            if (module.startsWith(prefix.getKey())) {
                ModuleName rest = of(module.substring(prefix.getKey().length()));
                return new ModuleName(prefix.getValue().equals(ANY) ? rest.networks : prefix.getValue(), rest.layer);
            }
        }
        return new ModuleName(ANY, module);
    }
}
