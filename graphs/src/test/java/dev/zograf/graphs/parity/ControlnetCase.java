package dev.zograf.graphs.parity;

import dev.zograf.api.model.Config;
import dev.zograf.api.model.LatentFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The family {@code controlnet}: pipelines of Stable Diffusion with ControlNets, T2I-Adapters and IP-Adapters, as workflows. */
final class ControlnetCase implements ParityCase {

    private static final Set<String> PIPELINES = Set.of(
            "StableDiffusionPipeline",
            "StableDiffusionImg2ImgPipeline",
            "StableDiffusionInpaintPipeline",
            "StableDiffusionAdapterPipeline",
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
            "guess_mode",
            "adapter_conditioning_scale",
            "adapter_conditioning_factor");

    @Override
    public void run(Golden golden) {
        Config config = golden.config();
        if (!PIPELINES.contains(config.text("pipeline"))) {
            Golden.notBuilt("the pipeline " + config.text("pipeline"));
        }
        for (String other : List.of("loras", "embedding", "call_tensors")) {
            if (config.has(other)) {
                Golden.notBuilt(other);
            }
        }
        Set<String> unknown = new TreeSet<>(config.object("call").orElseThrow().names());
        unknown.removeAll(ARGUMENTS);
        if (!unknown.isEmpty()) {
            Golden.notBuilt("the arguments " + unknown);
        }
        Sd15Case.paint(golden, (denoiser, engine) -> adapters(golden, denoiser.latentFormat()));
    }

    private static Adapters adapters(Golden golden, LatentFormat format) {
        List<Adapters> all = new ArrayList<>();
        if (!components(golden, "controlnet").isEmpty()) {
            all.add(new ControlNets(golden, format));
        }
        if (!components(golden, "adapter").isEmpty()) {
            all.add(new T2iAdapters(golden, format.factor()));
        }
        if (golden.config().has("ip_adapter")) {
            all.add(new IpAdapters(golden));
        }
        return new AdapterChain(all);
    }

    /** The folders of the extra models of a kind. */
    static List<Path> components(Golden golden, String kind) {
        List<Path> out = new ArrayList<>();
        Optional<Object> found = golden.config().object("components").flatMap(all -> all.raw(kind));
        for (Object each : found.map(ControlnetCase::list).orElse(List.of())) {
            out.add(golden.path(String.valueOf(((Map<?, ?>) each).get("path"))));
        }
        return out;
    }

    /** The picture files of an argument. */
    static List<Path> pictures(Golden golden, String argument) {
        Config files = golden.config().object("call_files").orElseThrow();
        return list(files.raw(argument).orElseThrow()).stream()
                .map(each -> golden.path(String.valueOf(each)))
                .toList();
    }

    private static List<?> list(Object one) {
        return one instanceof List<?> many ? many : List.of(one);
    }
}
