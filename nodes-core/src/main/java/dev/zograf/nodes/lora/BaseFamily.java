package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Optional;

/** What a model is called by the width of the text that its U-Net looks at, and what a file was made for. */
final class BaseFamily {

    private static final String CROSS = "attn2.to_k";
    private static final String QWEN_IMAGE = "Qwen-Image";

    private BaseFamily() {}

    /** The family of what denoises. */
    static String of(Weights unet) {
        if (unet.has("transformer_blocks.0.norm1_context")) {
            return unet.has("pos_embed.pos_embed")
                    ? "Stable Diffusion 3"
                    : FluxModules.isOne(unet) ? "FLUX.1" : "another diffusion transformer";
        }
        if (unet.has("transformer_blocks.0.img_mod")) {
            return QWEN_IMAGE;
        }
        return unet.names().stream()
                .filter(name -> name.endsWith(CROSS + ".weight"))
                .findFirst()
                .map(name -> unet.find(name).orElseThrow().shape())
                .map(shape -> family(shape[shape.length - 1]))
                .orElse("without text");
    }

    /** The family that a file was made for, as far as it shows. */
    static String of(LoraFile file) {
        String said = file.metadata().getOrDefault("ss_base_model_version", "");
        List<LoraModule> modules = file.modules();
        if (modules.stream().anyMatch(module -> module.name().contains("joint_blocks"))) {
            return "Stable Diffusion 3";
        }
        for (String own : List.of("double_blocks", "single_blocks", "single_transformer_blocks")) {
            if (modules.stream().anyMatch(module -> module.name().contains(own))) {
                return "FLUX";
            }
        }
        for (String own : List.of("img_mlp", "txt_mlp", "img_mod", "txt_mod")) {
            // The original code of FLUX has such names, too, but in other blocks.
            if (modules.stream().anyMatch(module -> module.name().contains(own))) {
                return QWEN_IMAGE;
            }
        }
        if (modules.stream().anyMatch(module -> module.name().contains("transformer."))) {
            return "a diffusion transformer, such as Stable Diffusion 3, FLUX or Qwen-Image";
        }
        Optional<String> width = modules.stream()
                .filter(module -> module.name().replace('_', '.').endsWith("attn2.to.k")
                        || module.name().endsWith("attn2.processor.to_k"))
                .findFirst()
                .flatMap(module -> module.weight(file.scale(module)))
                .filter(SizedDelta.class::isInstance)
                .map(delta -> family(((SizedDelta) delta).columns()));
        if (width.isPresent()) {
            return width.get();
        }
        boolean two = modules.stream()
                .anyMatch(module ->
                        module.name().startsWith("lora_te2_") || module.name().startsWith("text_encoder_2."));
        if (two || said.startsWith("sdxl")) {
            return "Stable Diffusion XL";
        }
        return said.isEmpty() ? "another model" : said;
    }

    private static String family(long context) {
        return switch ((int) context) {
            case 768 -> "Stable Diffusion 1";
            case 1024 -> "Stable Diffusion 2";
            case 2048 -> "Stable Diffusion XL";
            case 1280 -> "the refiner of Stable Diffusion XL";
            default -> "a model whose text is " + context + " wide";
        };
    }
}
