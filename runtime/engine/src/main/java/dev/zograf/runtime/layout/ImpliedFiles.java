package dev.zograf.runtime.layout;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.WeightSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The configurations, the tokenizer and the scheduler that a folder of diffusers would have beside these weights. What the shapes do not
 * show is that of the published models of the family; each file is made when it is asked for.
 */
public final class ImpliedFiles {

    private static final String INDEX = "model_index.json";

    private final WeightSource file;
    private final Map<String, WeightSource> parts;
    private final Map<String, String> metadata;
    private final Map<String, Supplier<Map<String, Object>>> configs = new TreeMap<>();
    private final Map<String, Supplier<String>> texts = new TreeMap<>();
    private final Map<String, Supplier<byte[]>> binaries = new TreeMap<>();

    ImpliedFiles(WeightSource file, Map<String, WeightSource> parts, Map<String, String> metadata) {
        this.file = file;
        this.parts = parts;
        this.metadata = metadata;
        part("unet").ifPresent(unet -> {
            configs.put(INDEX, this::index);
            configs.put("unet/config.json", () -> UnetFields.unet(unet, sampleSize()));
            configs.put(
                    "scheduler/scheduler_config.json",
                    () -> SchedulerFields.of(family().orElseThrow(), velocity(), zeroSnr()));
        });
        part("transformer").filter(Sd3Fields::isOne).ifPresent(net -> {
            configs.put(INDEX, () -> Sd3Fields.index(parts.keySet()));
            configs.put("transformer/config.json", () -> Sd3Fields.transformer(net));
            configs.put("scheduler/scheduler_config.json", Sd3Fields::scheduler);
        });
        part("transformer").filter(FluxFields::isOne).ifPresent(net -> {
            configs.put(INDEX, () -> FluxFields.index(net, parts.keySet()));
            configs.put("transformer/config.json", () -> FluxFields.transformer(net));
            configs.put("scheduler/scheduler_config.json", () -> FluxFields.scheduler(net));
        });
        part("transformer").filter(QwenImageFields::isOne).ifPresent(net -> {
            configs.put(INDEX, () -> QwenImageFields.index(parts.keySet()));
            configs.put("transformer/config.json", () -> QwenImageFields.transformer(net));
            configs.put("scheduler/scheduler_config.json", QwenImageFields::scheduler);
        });
        part("controlnet").ifPresent(net -> configs.put("controlnet/config.json", () -> UnetFields.controlNet(net)));
        part("vae")
                .ifPresent(vae -> configs.put(
                        "vae/config.json",
                        () -> QwenVaeFields.isOne(vae) ? QwenVaeFields.of(vae) : VaeFields.of(vae, latents(vae))));
        part("image_encoder").ifPresent(tower -> {
            configs.put("image_encoder/config.json", () -> PictureFields.tower(tower));
            configs.put("feature_extractor/preprocessor_config.json", () -> PictureFields.preprocessor(tower));
        });
        if (takesPictures()) {
            configs.put("image_noising_scheduler/scheduler_config.json", PictureFields::noise);
        }
        part("image_normalizer")
                .ifPresent(statistics ->
                        configs.put("image_normalizer/config.json", () -> PictureFields.normalizer(statistics)));
        for (String end : List.of("", "_2", "_3")) {
            part("text_encoder" + end).ifPresent(tower -> {
                String config = "text_encoder" + end + "/config.json";
                String tokenizer = "tokenizer" + end;
                if (tower.find(T5Fields.SIGN).isPresent()) {
                    configs.put(config, () -> T5Fields.of(tower));
                    if (T5Fields.hasVocabulary(tower)) {
                        configs.put(tokenizer + "/tokenizer_config.json", T5Vocabulary::config);
                        binaries.put(tokenizer + "/spiece.model", T5Vocabulary::model);
                    }
                    return;
                }
                if (QwenFields.isOne(tower)) {
                    configs.put(config, () -> QwenFields.of(tower));
                    if (QwenFields.hasVocabulary(tower)) {
                        configs.put(tokenizer + "/tokenizer_config.json", QwenVocabulary::config);
                        configs.put(tokenizer + "/vocab.json", QwenVocabulary::tokens);
                        texts.put(tokenizer + "/merges.txt", QwenVocabulary::merges);
                    }
                    return;
                }
                configs.put(config, () -> TextFields.tower(tower));
                configs.put(tokenizer + "/tokenizer_config.json", () -> TextFields.tokenizer(tower));
                configs.put(tokenizer + "/vocab.json", () -> {
                    TextFields.requireVocabulary(tower);
                    return ClipVocabulary.tokens();
                });
                texts.put(tokenizer + "/merges.txt", ClipVocabulary::merges);
            });
        }
    }

    private Optional<WeightSource> part(String name) {
        return Optional.ofNullable(parts.get(name));
    }

    /** The paths of all files that there are, such as {@code unet/config.json}. */
    public Set<String> paths() {
        Set<String> out = new TreeSet<>(configs.keySet());
        out.addAll(texts.keySet());
        out.addAll(binaries.keySet());
        return out;
    }

    /**
     * The fields of a JSON file, or empty if there is none of that path.
     *
     * @throws BadFileException if the sizes of the tensors are not those of a published model, so that the fields are not known
     */
    public Optional<Map<String, Object>> config(String path) {
        return Optional.ofNullable(configs.get(path)).map(Supplier::get);
    }

    /** A text file, or empty if there is none of that path. */
    public Optional<String> text(String path) {
        return Optional.ofNullable(texts.get(path)).map(Supplier::get);
    }

    /** A file that is no text, or empty if there is none of that path. */
    public Optional<byte[]> bytes(String path) {
        return Optional.ofNullable(binaries.get(path)).map(Supplier::get);
    }

    private VaeFields.Latents latents(WeightSource vae) {
        Optional<Family> family = family();
        if (family.isPresent()) {
            return switch (family.get()) {
                case STABLE_DIFFUSION_1, STABLE_DIFFUSION_2 -> VaeFields.Latents.STABLE_DIFFUSION;
                case STABLE_DIFFUSION_XL, STABLE_DIFFUSION_XL_REFINER -> VaeFields.Latents.XL;
                case STABLE_DIFFUSION_3 -> VaeFields.Latents.STABLE_DIFFUSION_3;
                case FLUX_1 -> VaeFields.Latents.FLUX_1;
                case QWEN_IMAGE ->
                    throw Shapes.untold(vae, "How the latents of a VAE other than Qwen-Image's are scaled");
            };
        }
        String said = metadata.getOrDefault("modelspec.architecture", "");
        if (said.startsWith("stable-diffusion-v3")) {
            return VaeFields.Latents.STABLE_DIFFUSION_3;
        }
        int channels = VaeFields.channels(vae);
        // Of the published ones that of FLUX.1 alone is a file of its own in the original names, as ae.safetensors.
        if (channels == 16 && VaeKeys.original(file.names())) {
            return VaeFields.Latents.FLUX_1;
        }
        if (channels > 4) {
            throw Shapes.untold(vae, "How the latents of the VAE are scaled");
        }
        return said.startsWith("stable-diffusion-xl") ? VaeFields.Latents.XL : VaeFields.Latents.STABLE_DIFFUSION;
    }

    /** The class of diffusers that the autoencoder has; empty if there is none. */
    public Optional<String> vaeType() {
        return part("vae").map(vae -> QwenVaeFields.isOne(vae) ? QwenVaeFields.TYPE : "AutoencoderKL");
    }

    /** The family of the U-Net or transformer, or empty if there is none. */
    Optional<Family> family() {
        if (part("transformer").filter(Sd3Fields::isOne).isPresent()) {
            return Optional.of(Family.STABLE_DIFFUSION_3);
        }
        if (part("transformer").filter(FluxFields::isOne).isPresent()) {
            return Optional.of(Family.FLUX_1);
        }
        if (part("transformer").filter(QwenImageFields::isOne).isPresent()) {
            return Optional.of(Family.QWEN_IMAGE);
        }
        return part("unet").map(unet -> {
            if (unet.find("add_embedding.linear_1.weight").isPresent()) {
                // The refiner sees the text of the large tower alone, or no first tower where it has its own.
                boolean large = UnetFields.context(unet) == 1280
                        || (part("text_encoder_2").isPresent()
                                && part("text_encoder").isEmpty());
                return large ? Family.STABLE_DIFFUSION_XL_REFINER : Family.STABLE_DIFFUSION_XL;
            }
            boolean second = UnetFields.linear(unet) || UnetFields.context(unet) == 1024;
            return second ? Family.STABLE_DIFFUSION_2 : Family.STABLE_DIFFUSION_1;
        });
    }

    /** The family as users are told, such as {@code stable-diffusion-1}; empty if there is no U-Net or transformer. */
    public Optional<String> familyTitle() {
        return family().map(Family::title);
    }

    /** Family and variant in short: {@code sd1}, {@code sd2-v}, {@code sdxl-base}, {@code sd1-inpainting}, {@code sd2-unclip-v}, {@code sd3.5-large}; empty if there is no U-Net or transformer. */
    public Optional<String> variant() {
        if (family().equals(Optional.of(Family.STABLE_DIFFUSION_3))) {
            return part("transformer").map(Sd3Fields::variant);
        }
        if (family().equals(Optional.of(Family.FLUX_1))) {
            return part("transformer").map(FluxFields::variant);
        }
        if (family().equals(Optional.of(Family.QWEN_IMAGE))) {
            return part("transformer").map(QwenImageFields::variant);
        }
        return family().map(family -> family.variant()
                + switch (inputChannels()) {
                    case 9 -> "-inpainting";
                    case 8 -> "-instruct-pix2pix";
                    default -> takesPictures() ? "-unclip" : "";
                }
                + (velocity() ? "-v" : ""));
    }

    /** The class of a text encoder in transformers. */
    public String textClass(String part) {
        return part(part)
                .map(tower -> QwenFields.isOne(tower)
                        ? QwenFields.CLASS
                        : tower.find(T5Fields.SIGN).isPresent() ? "T5EncoderModel" : "CLIPTextModel")
                .orElse("CLIPTextModel");
    }

    private boolean takesPictures() {
        return part("unet").map(UnetFields::takesPictures).orElse(false);
    }

    private int inputChannels() {
        return part("unet").map(unet -> Shapes.dim(unet, "conv_in.weight", 1)).orElse(0);
    }

    private boolean velocity() {
        String said = metadata.getOrDefault("modelspec.prediction_type", "");
        if (!said.isEmpty()) {
            return said.startsWith("v");
        }
        return file.find("v_pred").isPresent()
                || takesPictures()
                || metadata.getOrDefault("modelspec.architecture", "").endsWith("-v")
                || (family().orElseThrow() == Family.STABLE_DIFFUSION_2
                        && inputChannels() == 4
                        && UnetFields.spread(parts.getOrDefault("unet", file)) > 0.09);
    }

    private boolean zeroSnr() {
        return file.find("ztsnr").isPresent();
    }

    private int sampleSize() {
        return switch (family().orElseThrow()) {
            case STABLE_DIFFUSION_1 -> 64;
            case STABLE_DIFFUSION_2 -> velocity() ? 96 : 64;
            case STABLE_DIFFUSION_XL, STABLE_DIFFUSION_XL_REFINER, STABLE_DIFFUSION_3, FLUX_1, QWEN_IMAGE -> 128;
        };
    }

    private void pictures(Map<String, Object> out) {
        if (part("image_encoder").isPresent()) {
            out.put("feature_extractor", List.of("transformers", "CLIPImageProcessor"));
            out.put("image_encoder", List.of("transformers", "CLIPVisionModelWithProjection"));
        }
        out.put("image_noising_scheduler", List.of("diffusers", "DDPMScheduler"));
        if (part("image_normalizer").isPresent()) {
            out.put("image_normalizer", List.of("stable_diffusion", "StableUnCLIPImageNormalizer"));
        }
    }

    private Map<String, Object> index() {
        Family family = family().orElseThrow();
        boolean refiner = family == Family.STABLE_DIFFUSION_XL_REFINER;
        Map<String, Object> out = new LinkedHashMap<>();
        String base = family.isXl() ? "StableDiffusionXL" : "StableDiffusion";
        out.put(
                "_class_name",
                takesPictures()
                        ? "StableUnCLIPImg2ImgPipeline"
                        : base
                                + switch (inputChannels()) {
                                    case 9 -> "InpaintPipeline";
                                    case 8 -> "InstructPix2PixPipeline";
                                    default -> refiner ? "Img2ImgPipeline" : "Pipeline";
                                });
        if (takesPictures()) {
            pictures(out);
        } else if (family.isXl()) {
            out.put("force_zeros_for_empty_prompt", !refiner);
        } else {
            out.put("requires_safety_checker", false);
        }
        if (refiner) {
            out.put("requires_aesthetics_score", true);
        }
        out.put(
                "scheduler",
                List.of(
                        "diffusers",
                        String.valueOf(SchedulerFields.of(family, velocity(), zeroSnr())
                                .get("_class_name"))));
        out.put("unet", List.of("diffusers", "UNet2DConditionModel"));
        if (part("vae").isPresent()) {
            out.put("vae", List.of("diffusers", "AutoencoderKL"));
        }
        for (String end : List.of("", "_2")) {
            if (part("text_encoder" + end).isPresent()) {
                out.put(
                        "text_encoder" + end,
                        List.of("transformers", !end.isEmpty() ? "CLIPTextModelWithProjection" : "CLIPTextModel"));
                out.put("tokenizer" + end, List.of("transformers", "CLIPTokenizer"));
            }
        }
        return out;
    }
}
