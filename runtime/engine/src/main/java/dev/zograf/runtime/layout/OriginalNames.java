package dev.zograf.runtime.layout;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;

/** Networks in diffusers' names under those of the original single files: the way back. */
public final class OriginalNames {

    private static final String TOWER = "text_model.";
    private static final String PROJECTION = "text_projection.weight";

    private final List<Weight> out = new ArrayList<>();

    private OriginalNames() {}

    /**
     * The tensors of a single file.
     *
     * @param parts {@code unet} or {@code transformer}, {@code vae}, {@code text_encoder}, {@code text_encoder_2}, {@code controlnet}, {@code image_encoder} and
     *     {@code image_normalizer}, as far as they are there
     * @throws BadFileException if a tensor has no name in the original layout
     */
    public static List<Weight> of(Map<String, WeightSource> parts) {
        OriginalNames names = new OriginalNames();
        Optional<Family> family = new ImpliedFiles(parts.values().iterator().next(), parts, Map.of()).family();
        boolean alone = parts.size() == 1;
        parts.forEach((part, weights) -> {
            switch (part) {
                case "unet" ->
                    names.renamed(
                            weights,
                            UnetKeys.of(
                                    UnetStructure.ofDiffusers(weights.names()),
                                    UnetStructure.has(weights.names(), "class_embedding")),
                            "model.diffusion_model.");
                case "transformer" -> {
                    boolean flux = FluxFields.isOne(weights);
                    if (!flux && !Sd3Fields.isOne(weights)) {
                        throw new BadFileException(
                                weights.file(),
                                "Of transformers only those of Stable Diffusion 3 and FLUX.1 can be written in the original"
                                        + " layout. Write the model in the layout of diffusers.");
                    }
                    String prefix = "model.diffusion_model.";
                    names.out.addAll(flux ? FluxKeys.toOriginal(weights, prefix) : Sd3Keys.toOriginal(weights, prefix));
                }
                case "controlnet" ->
                    names.renamed(
                            weights, UnetKeys.controlNet(UnetStructure.ofDiffusers(weights.names())), "control_model.");
                case "vae" -> {
                    boolean qwen = QwenVaeFields.isOne(weights);
                    String place = qwen || family.equals(Optional.of(Family.FLUX_1)) ? "vae." : "first_stage_model.";
                    KeyMap map = qwen ? QwenVaeKeys.of(weights.names()) : VaeKeys.of(weights.names());
                    names.renamed(weights, map, alone ? "" : place);
                }
                case "image_encoder" -> names.out.addAll(VisionTower.original(weights, alone));
                case "image_normalizer" -> names.out.addAll(PictureFields.original(weights));
                default -> names.tower(weights, part, alone, family);
            }
        });
        return List.copyOf(names.out);
    }

    private void renamed(WeightSource weights, KeyMap map, String prefix) {
        for (String name : weights.names()) {
            String original = map.toOriginal(name).orElseThrow(() -> nameless(weights, name));
            Weight weight = weights.find(name).orElseThrow();
            long[] shape = weight.shape();
            boolean flat = VaeKeys.projection(original) && shape.length == 2;
            add(prefix + original, flat ? WeightViews.shaped(weight, shape[0], shape[1], 1, 1) : weight);
        }
    }

    /** A tensor that the original layout does not have. */
    static BadFileException nameless(WeightSource weights, String name) {
        return new BadFileException(weights.file(), "The tensor " + name + " has no name in the original layout.");
    }

    private void add(String name, Weight weight) {
        out.add(WeightViews.named(weight, name));
    }

    private void tower(WeightSource weights, String part, boolean alone, Optional<Family> family) {
        if (family.equals(Optional.of(Family.STABLE_DIFFUSION_3))) {
            transformers(weights, Sd3Towers.prefix(part));
            return;
        }
        if (family.equals(Optional.of(Family.FLUX_1))) {
            transformers(weights, FluxTowers.prefix(part));
            return;
        }
        if (isTransformersOwn(weights)) {
            transformers(weights, "");
            return;
        }
        boolean xl = family.map(Family::isXl).orElse(false);
        boolean refiner =
                family.map(f -> f == Family.STABLE_DIFFUSION_XL_REFINER).orElse(false);
        boolean open = xl
                ? part.equals("text_encoder_2")
                : family.map(f -> f == Family.STABLE_DIFFUSION_2).orElse(false);
        String place = !xl
                ? "cond_stage_model."
                : part.equals("text_encoder_2") && !refiner ? "conditioner.embedders.1." : "conditioner.embedders.0.";
        String prefix = alone ? "" : place + (open ? "model." : "transformer.");
        if (open) {
            openClip(weights, prefix);
            return;
        }
        transformers(weights, prefix);
    }

    /** Whether it is a text encoder that has no other names. */
    private static boolean isTransformersOwn(WeightSource weights) {
        return weights.find(T5Fields.SIGN).isPresent() || QwenFields.isOne(weights);
    }

    /** A text encoder whose original names are those of transformers, where older ones have a scope more. */
    private void transformers(WeightSource weights, String prefix) {
        boolean clip = !isTransformersOwn(weights);
        for (String name : weights.names()) {
            boolean bare = clip && !name.startsWith(TOWER) && !name.startsWith("text_projection");
            add(prefix + (bare ? TOWER : "") + name, weights.find(name).orElseThrow());
        }
    }

    private void openClip(WeightSource weights, String prefix) {
        NavigableSet<String> names = weights.names();
        String top = UnetStructure.has(names, TOWER + "embeddings") ? TOWER : "";
        KeyMap map = OpenClipKeys.of(UnetStructure.count(names, top + "encoder.layers."));
        for (String name : names) {
            Weight weight = weights.find(name).orElseThrow();
            String inside = TOWER + (name.startsWith(top) ? name.substring(top.length()) : name);
            if (name.equals(PROJECTION)) {
                add(prefix + "text_projection", WeightViews.transposed(weight));
            } else if (inside.endsWith("position_embedding.weight")) {
                add(prefix + "positional_embedding", weight);
            } else if (inside.contains(".self_attn.q_proj.")) {
                String kind = inside.substring(inside.lastIndexOf('.') + 1);
                List<Weight> three = new ArrayList<>();
                for (char each : "qkv".toCharArray()) {
                    String other = name.replace(".q_proj.", String.format(Locale.ROOT, ".%s_proj.", each));
                    three.add(weights.find(other).orElseThrow(() -> nameless(weights, name)));
                }
                String layer = map.toOriginal(inside).orElseThrow(() -> nameless(weights, name));
                add(
                        prefix + layer.substring(0, layer.indexOf(".self_attn.")) + ".attn.in_proj_" + kind,
                        WeightViews.joined(three));
            } else if (!inside.matches(".*\\.self_attn\\.[kv]_proj\\..*") && !inside.endsWith("position_ids")) {
                add(prefix + map.toOriginal(inside).orElseThrow(() -> nameless(weights, name)), weight);
            }
        }
    }
}
