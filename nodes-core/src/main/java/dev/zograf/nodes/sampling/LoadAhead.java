package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Denoiser;
import java.util.Set;

/** Loads a model's network while what it is led by is still being made, if nothing that is being made can bring patches of the network. */
final class LoadAhead {

    /** What conditioning, latents and guidance come from that do not change which network is evaluated. */
    static final Set<String> WITHOUT_PATCHES = Set.of(
            "average-conditioning",
            "basic-guider",
            "batch-conditioning",
            "batch-images",
            "batch-latents",
            "cfg-guider",
            "combine-conditioning",
            "composite-latents",
            "concat-conditioning",
            "crop-image",
            "dual-cfg-guider",
            "empty-conditioning",
            "empty-latent",
            "encode",
            "encode-for-inpaint",
            "encode-prompt",
            "encode-text",
            "inpaint-conditioning",
            "instruct-conditioning",
            "load-image",
            "load-latent",
            "load-mask",
            "load-text-encoder",
            "load-vae",
            "mask-conditioning",
            "no-noise",
            "noise",
            "noise-gpu",
            "noise-steps",
            "pad-for-outpaint",
            "repeat-latent",
            "resize-image",
            "sampler",
            "scale-image",
            "scale-latent",
            "schedule",
            "schedule-for-size",
            "schedule-list",
            "schedule-range",
            "scheduler",
            "set-area",
            "set-flow-for-size",
            "set-guidance",
            "set-mask",
            "set-range",
            "set-strength",
            "set-text-tokens",
            "size-conditioning",
            "split-schedule",
            "text-join",
            "text-replace",
            "variation-noise",
            "zero-out");

    private LoadAhead() {}

    /** To be called from {@link dev.zograf.api.Node#prepare}. */
    static void of(String input, Object value, Set<String> pending) {
        if (input.equals("model") && value instanceof Denoiser model && WITHOUT_PATCHES.containsAll(pending)) {
            model.prepare();
        }
    }
}
