package dev.zograf.runtime.layout;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is in a single file of tensors, told from their names and shapes whatever the prefixes: the networks of a latent diffusion model,
 * all or some, each in diffusers' names. Immutable.
 */
public final class SingleFile {

    /** The averaged weights of the U-Net, where a file has both. */
    public static final String EMA = "unet_ema";

    private static final Pattern HARMLESS =
            Pattern.compile("model_ema\\..*|(first_stage_model\\.)?loss\\..*|denoiser\\..*"
                    + "|(alphas_cumprod|sqrt_|log_one_minus|posterior_).*|betas|lvlb_weights|logvar|scale_factor|global_step|epoch"
                    + "|v_pred|ztsnr|edm_.*|noise_augmentor\\..*|embedder\\.(mean|std)"
                    // What is left of the text tower of the CLIP whose image tower is there.
                    + "|embedder\\.model\\.(positional_embedding|text_projection|token_embedding\\.weight|ln_final\\..*)"
                    + "|embedding_manager\\..*|(.*\\.)?(position_ids|logit_scale|attn_mask)");

    private static final String NOISE = "noise_augmentor";

    /** How many numbers published models are told of a picture and of the noise on it. */
    private static final Set<Long> PICTURES = Set.of(1536L, 2048L);

    /** How wide the text is that these look at. */
    private static final long VERSION_2 = 1024;

    private final WeightSource file;
    private final Map<String, String> metadata;
    private final NavigableMap<String, WeightSource> parts = new TreeMap<>();
    private final TreeSet<String> used = new TreeSet<>();
    private boolean original;

    private SingleFile(WeightSource file, Map<String, String> metadata) {
        this.file = file;
        this.metadata = metadata;
    }

    /**
     * Looks at the names and shapes of a file.
     *
     * @param metadata what the file says of itself
     */
    public static SingleFile of(WeightSource file, Map<String, String> metadata) {
        SingleFile out = new SingleFile(file, metadata);
        List<TextTower> towers = TextTower.all(file.names());
        out.unets();
        out.transformers();
        out.vae();
        out.towers(towers);
        out.pictures();
        return out;
    }

    private void unets() {
        for (String name : file.names()) {
            if (name.endsWith("input_blocks.0.0.weight")) {
                String prefix = prefix(name, "input_blocks.0.0.weight");
                boolean control = UnetStructure.has(file.names(), prefix + "zero_convs");
                NavigableMap<String, Weight> inside = inside(prefix);
                UnetStructure structure = UnetStructure.ofOriginal(inside.navigableKeySet());
                rename(
                        control ? "controlnet" : "unet",
                        prefix,
                        control ? UnetKeys.controlNet(structure) : UnetKeys.of(structure, takesPictures(inside)));
            } else if (name.endsWith("time_embedding.linear_1.weight")) {
                String prefix = prefix(name, "time_embedding.linear_1.weight");
                if (UnetStructure.has(file.names(), prefix + "down_blocks")) {
                    keep(
                            UnetStructure.has(file.names(), prefix + "controlnet_down_blocks") ? "controlnet" : "unet",
                            prefix);
                }
            }
        }
        NavigableMap<String, Weight> averaged = new TreeMap<>();
        for (String name : file.names().tailSet(EmaKeys.PREFIX)) {
            EmaKeys.plain(name)
                    .ifPresent(plain -> averaged.put(plain, file.find(name).orElseThrow()));
        }
        if (averaged.containsKey("input_blocks.0.0.weight")) {
            String part = parts.containsKey("unet") ? EMA : "unet";
            UnetStructure structure = UnetStructure.ofOriginal(averaged.navigableKeySet());
            put(part, averaged, UnetKeys.of(structure, takesPictures(averaged)), EmaKeys.PREFIX);
        }
    }

    private void transformers() {
        FluxKeys.prefix(file.names()).ifPresent(prefix -> {
            parts.put("transformer", FluxKeys.toDiffusers(file, prefix, "transformer", used));
            original = true;
        });
        for (String name : file.names()) {
            if (name.endsWith(Sd3Keys.SIGN) && !parts.containsKey("transformer")) {
                String prefix = prefix(name, Sd3Keys.SIGN);
                parts.put("transformer", Sd3Keys.toDiffusers(file, prefix, "transformer", used));
                original = true;
            } else if (name.endsWith(Sd3Fields.SIGN)) {
                String prefix = prefix(name, Sd3Fields.SIGN);
                if (!UnetStructure.has(file.names(), prefix + "controlnet_blocks")) {
                    keep("transformer", prefix);
                }
            } else if (name.endsWith(FluxFields.SIGN)) {
                String prefix = prefix(name, FluxFields.SIGN);
                if (FluxFields.isOne(file.names(), prefix)) {
                    keep("transformer", prefix);
                }
            } else if (name.endsWith(QwenImageFields.SIGN)) {
                String prefix = prefix(name, QwenImageFields.SIGN);
                if (QwenImageFields.isOne(file.names(), prefix)) {
                    keep("transformer", prefix);
                }
            }
        }
    }

    /** SDXL and Stable unCLIP have the same names for what they are told; the published sizes differ, and what lies beside the U-Net. */
    private boolean takesPictures(NavigableMap<String, Weight> unet) {
        if (UnetStructure.has(file.names(), NOISE) || VisionTower.isIn(file.names())) {
            return true;
        }
        return width(unet, "label_emb.0.0.weight").filter(PICTURES::contains).isPresent()
                && unet.keySet().stream()
                        .filter(name -> name.endsWith(".attn2.to_k.weight"))
                        .findFirst()
                        .flatMap(name -> width(unet, name))
                        .filter(context -> context == VERSION_2)
                        .isPresent();
    }

    private static Optional<Long> width(NavigableMap<String, Weight> weights, String name) {
        return Optional.ofNullable(weights.get(name))
                .map(Weight::shape)
                .filter(shape -> shape.length == 2)
                .map(shape -> shape[1]);
    }

    private void pictures() {
        if (VisionTower.isIn(file.names())) {
            parts.put("image_encoder", VisionTower.of(file, "image_encoder", used));
        }
        if (UnetFields.takesPictures(unet())) {
            PictureFields.statistics(file, "image_normalizer", UnetFields.pictureWidth(unet()), used)
                    .ifPresent(statistics -> parts.put("image_normalizer", statistics));
        }
    }

    private void vae() {
        QwenVaeKeys.prefix(file.names())
                .ifPresent(prefix ->
                        rename("vae", prefix, QwenVaeKeys.of(inside(prefix).navigableKeySet())));
        for (String half : List.of("decoder.conv_in.weight", "encoder.conv_in.weight")) {
            for (String name : file.names()) {
                if (!name.endsWith(half) || parts.containsKey("vae")) {
                    continue;
                }
                String prefix = prefix(name, half);
                NavigableMap<String, Weight> inside = inside(prefix);
                if (VaeKeys.original(inside.navigableKeySet())) {
                    rename("vae", prefix, VaeKeys.of(inside.navigableKeySet()));
                } else if (UnetStructure.has(inside.navigableKeySet(), "decoder.up_blocks")
                        || UnetStructure.has(inside.navigableKeySet(), "encoder.down_blocks")) {
                    keep("vae", prefix);
                }
            }
        }
    }

    private void towers(List<TextTower> towers) {
        if (parts.containsKey("transformer")) {
            boolean flux = FluxFields.isOne(parts.getOrDefault("transformer", file));
            (flux ? FluxTowers.of(file, towers, used) : Sd3Towers.of(file, towers, used)).forEach(parts::putIfAbsent);
            return;
        }
        boolean xl = parts.containsKey("unet")
                && unet().find("add_embedding.linear_1.weight").isPresent();
        for (TextTower tower : towers) {
            boolean second = parts.containsKey("text_encoder") || (xl && tower.openClip() && tower.projects(file));
            String part = second ? "text_encoder_2" : "text_encoder";
            // Version 2 takes what comes before the last layer; SDXL chooses the layer when it runs.
            boolean cut = tower.openClip() && !xl && !second && tower.prefix().startsWith("cond_stage_model.");
            if (!parts.containsKey(part)) {
                parts.put(part, tower.rename(file, part, cut, used));
                original |= tower.openClip() || tower.prefix().startsWith("cond_stage_model.");
            }
        }
        if (parts.isEmpty() && (T5Fields.isOne(file) || QwenFields.isOne(file))) {
            keep("text_encoder", "");
        }
    }

    private static String prefix(String name, String end) {
        return name.substring(0, name.length() - end.length());
    }

    private NavigableMap<String, Weight> inside(String prefix) {
        NavigableMap<String, Weight> out = new TreeMap<>();
        for (String name : file.names().subSet(prefix, true, prefix + Character.MAX_VALUE, false)) {
            out.put(name.substring(prefix.length()), file.find(name).orElseThrow());
        }
        return out;
    }

    private void rename(String part, String prefix, KeyMap map) {
        if (!parts.containsKey(part)) {
            put(part, inside(prefix), map, prefix);
        }
    }

    private void put(String part, NavigableMap<String, Weight> inside, KeyMap map, String prefix) {
        RenamedWeights out = new RenamedWeights(file, part);
        inside.forEach((name, weight) -> map.toDiffusers(name).ifPresent(to -> {
            long[] shape = weight.shape();
            boolean flat = part.equals("vae")
                    && VaeKeys.projection(name)
                    && shape.length == 4
                    && shape[2] == 1
                    && shape[3] == 1;
            out.add(to, flat ? WeightViews.shaped(weight, shape[0], shape[1]) : weight);
            used.add(prefix + name);
        }));
        parts.put(part, out);
        original = true;
    }

    private void keep(String part, String prefix) {
        if (!parts.containsKey(part)) {
            RenamedWeights out = new RenamedWeights(file, part);
            inside(prefix).forEach((name, weight) -> {
                out.add(name, weight);
                used.add(prefix + name);
            });
            parts.put(part, out);
        }
    }

    /** Whether there is a network that is known here. */
    public boolean isKnown() {
        return !parts.isEmpty();
    }

    /** Whether its names are those of the original projects, rather than of diffusers or transformers. */
    public boolean isOriginal() {
        return original;
    }

    /** The networks that are there: {@code unet} or {@code transformer}, {@code vae}, {@code text_encoder}, {@code text_encoder_2}, {@code text_encoder_3}, {@code controlnet}, {@code image_encoder}; and {@code image_normalizer}, statistics. */
    public Set<String> parts() {
        return Collections.unmodifiableSet(parts.keySet());
    }

    /** The tensors of a network in diffusers' names. */
    public Optional<WeightSource> weights(String part) {
        return Optional.ofNullable(parts.get(part));
    }

    /** The file's own names of tensors that belong to no network here and are not known to be harmless. */
    public NavigableSet<String> unknown() {
        TreeSet<String> out = new TreeSet<>();
        for (String name : file.names()) {
            if (!used.contains(name) && !HARMLESS.matcher(name).matches()) {
                out.add(name);
            }
        }
        return out;
    }

    private WeightSource unet() {
        return parts.getOrDefault("unet", file);
    }

    /** The files that a folder of diffusers has beside its weights. */
    public ImpliedFiles files() {
        return new ImpliedFiles(file, parts, metadata);
    }
}
