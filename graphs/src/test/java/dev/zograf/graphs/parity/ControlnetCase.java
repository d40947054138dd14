package dev.zograf.graphs.parity;

import dev.zograf.api.model.Config;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The family {@code controlnet}: pipelines of Stable Diffusion with ControlNets, T2I-Adapters and IP-Adapters, as workflows. */
final class ControlnetCase implements ParityCase {

    private static final Set<String> CONTROLNET = Set.of(
            "StableDiffusionControlNetPipeline",
            "StableDiffusionControlNetImg2ImgPipeline",
            "StableDiffusionControlNetInpaintPipeline");
    private static final Set<String> ARGUMENTS = Set.of(
            "prompt",
            "negative_prompt",
            "height",
            "width",
            "strength",
            "num_inference_steps",
            "guidance_scale",
            "clip_skip",
            "eta",
            "num_images_per_prompt",
            "output_type",
            "controlnet_conditioning_scale",
            "control_guidance_start",
            "control_guidance_end",
            "guess_mode");

    @Override
    public void run(Golden golden) {
        Config config = golden.config();
        if (!CONTROLNET.contains(config.text("pipeline"))) {
            Golden.notBuilt("the pipeline " + config.text("pipeline"));
        }
        for (String other : List.of("loras", "embedding", "ip_adapter", "call_tensors")) {
            if (config.has(other)) {
                Golden.notBuilt(other);
            }
        }
        Set<String> unknown = new TreeSet<>(config.object("call").orElseThrow().names());
        unknown.removeAll(ARGUMENTS);
        if (!unknown.isEmpty()) {
            Golden.notBuilt("the arguments " + unknown);
        }
        Sd15Case.paint(golden, (denoiser, engine) -> new ControlNets(golden, denoiser.latentFormat()));
    }
}
