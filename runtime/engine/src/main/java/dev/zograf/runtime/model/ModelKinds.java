package dev.zograf.runtime.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The kinds of models, each the sub-folder of a model root where such models lie, named as ComfyUI names them. Some kinds have two
 * folders, an old name and a new one: what is asked for under one is looked for under the other too.
 */
public final class ModelKinds {

    private static final List<String> KINDS = List.of(
            "checkpoints",
            "diffusers",
            "diffusion_models",
            "unet",
            "loras",
            "vae",
            "vae_approx",
            "controlnet",
            "t2i_adapter",
            "embeddings",
            "hypernetworks",
            "upscale_models",
            "clip",
            "text_encoders",
            "clip_vision",
            "ipadapter",
            "style_models",
            "gligen",
            "annotators");

    private static final List<List<String>> SAME = List.of(
            List.of("checkpoints", "diffusers"),
            List.of("diffusion_models", "unet"),
            List.of("text_encoders", "clip"),
            List.of("controlnet", "t2i_adapter"));

    /** What whole models have in them. */
    private static final List<String> PARTS = List.of("diffusion_models", "unet", "vae", "text_encoders", "clip");

    private ModelKinds() {}

    /** All kinds. */
    public static List<String> all() {
        return KINDS;
    }

    /** The sub-folders where a kind is looked for: its own first. A kind that is not known has one of its name. */
    public static List<String> folders(String kind) {
        Set<String> out = new LinkedHashSet<>(List.of(kind));
        SAME.stream().filter(same -> same.contains(kind)).forEach(out::addAll);
        return new ArrayList<>(out);
    }

    /** As {@link #folders}, and where whole models lie if those have such a part: there is no need for a file of its own. */
    static List<String> searched(String kind) {
        List<String> out = folders(kind);
        if (PARTS.contains(kind)) {
            out.addAll(folders("checkpoints"));
        }
        return out;
    }
}
