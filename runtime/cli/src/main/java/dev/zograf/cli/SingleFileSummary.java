package dev.zograf.cli;

import dev.zograf.runtime.layout.ImpliedFiles;
import dev.zograf.runtime.layout.SingleFile;
import dev.zograf.runtime.model.ModelFile;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is in a single file that holds networks of a diffusion model. */
final class SingleFileSummary {

    private static final int LISTED = 20;

    private SingleFileSummary() {}

    static ModelSummary of(ModelFile file) {
        SingleFile content = file.content();
        ImpliedFiles implied = content.files();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("variant", implied.variant().orElseGet(() -> part(content)));
        if (content.parts().contains("unet")) {
            details.put(
                    "prediction", file.config("scheduler/scheduler_config.json").text("prediction_type"));
        }
        List<String> unknown = List.copyOf(content.unknown());
        if (!unknown.isEmpty()) {
            details.put("unknown", unknown.subList(0, Math.min(LISTED, unknown.size())));
        }
        List<ModelSummary.Component> components = new ArrayList<>();
        for (String part : content.parts()) {
            Weights weights = file.weights(part);
            components.add(new ModelSummary.Component(part, type(part, implied), ModelSummary.tensors(weights)));
        }
        return new ModelSummary(
                file.name(),
                implied.familyTitle().orElseGet(() -> family(content)),
                layout(content),
                details,
                components);
    }

    private static String layout(SingleFile content) {
        return content.isOriginal()
                ? "original"
                : content.parts().contains("text_encoder") ? "transformers" : "diffusers";
    }

    private static String family(SingleFile content) {
        return switch (part(content)) {
            case "text-encoder" ->
                switch (content.files().textClass("text_encoder")) {
                    case "Qwen2_5_VLForConditionalGeneration" -> "qwen2.5-vl";
                    case "T5EncoderModel" -> "t5";
                    default -> "clip-text";
                };
            default -> part(content);
        };
    }

    /** What the file is if it is no whole model. */
    private static String part(SingleFile content) {
        return content.parts().contains("controlnet")
                ? "controlnet"
                : content.parts().contains("vae") ? "vae" : "text-encoder";
    }

    private static String type(String part, ImpliedFiles implied) {
        if (part.equals("transformer") || part.equals("text_encoder_2")) {
            Object said = implied.config("model_index.json")
                    .map(index -> index.get(part))
                    .orElse(List.of());
            if (said instanceof List<?> both && both.size() == 2 && both.get(1) instanceof String type) {
                return type;
            }
        }
        return switch (part) {
            case "unet", SingleFile.EMA -> "UNet2DConditionModel";
            case "text_encoder_3" -> "T5EncoderModel";
            case "vae" -> implied.vaeType().orElseThrow();
            case "controlnet" -> "ControlNetModel";
            case "image_encoder" -> "CLIPVisionModelWithProjection";
            case "image_normalizer" -> "StableUnCLIPImageNormalizer";
            default -> implied.textClass(part);
        };
    }
}
