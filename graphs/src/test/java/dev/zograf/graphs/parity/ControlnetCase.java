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

/** The family {@code controlnet}: pipelines of Stable Diffusion and SDXL with ControlNets, T2I-Adapters and IP-Adapters, as workflows. */
final class ControlnetCase implements ParityCase {

    private static final Set<String> PIPELINES = Set.of(
            "StableDiffusionPipeline",
            "StableDiffusionImg2ImgPipeline",
            "StableDiffusionInpaintPipeline",
            "StableDiffusionAdapterPipeline",
            "StableDiffusionControlNetPipeline",
            "StableDiffusionControlNetImg2ImgPipeline",
            "StableDiffusionControlNetInpaintPipeline");
    private static final Set<String> OF_SDXL = Set.of(
            "StableDiffusionXLPipeline",
            "StableDiffusionXLImg2ImgPipeline",
            "StableDiffusionXLInpaintPipeline",
            "StableDiffusionXLAdapterPipeline",
            "StableDiffusionXLControlNetPipeline",
            "StableDiffusionXLControlNetImg2ImgPipeline",
            "StableDiffusionXLControlNetInpaintPipeline",
            "StableDiffusionXLControlNetUnionPipeline",
            "StableDiffusionXLControlNetUnionImg2ImgPipeline",
            "StableDiffusionXLControlNetUnionInpaintPipeline");
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
            "control_mode",
            "guess_mode",
            "cross_attention_kwargs",
            "adapter_conditioning_scale",
            "adapter_conditioning_factor");

    private static final Set<String> TENSORS =
            Set.of("image", "control_image", IpMasks.ARGUMENT, "cross_attention_kwargs", IpAdapters.EMBEDDINGS);

    @Override
    public void run(Golden golden) throws Exception {
        Config config = golden.config();
        boolean xl = OF_SDXL.contains(config.text("pipeline"));
        if (!xl && !PIPELINES.contains(config.text("pipeline"))) {
            Golden.notBuilt("the pipeline " + config.text("pipeline"));
        }
        Config call = config.object("call").orElseThrow();
        if (!IpMasks.understands(call)) {
            Golden.notBuilt("cross_attention_kwargs other than " + IpMasks.ARGUMENT);
        }
        config.object("call_tensors").ifPresent(tensors -> {
            Set<String> others = new TreeSet<>(tensors.names());
            others.removeAll(TENSORS);
            if (!others.isEmpty()) {
                Golden.notBuilt("call_tensors " + others);
            }
        });
        Set<String> unknown = new TreeSet<>(call.names());
        unknown.removeAll(ARGUMENTS);
        unknown.removeAll(xl ? SdxlCase.ARGUMENTS : Set.of());
        if (!unknown.isEmpty()) {
            Golden.notBuilt("the arguments " + unknown);
        }
        if (xl) {
            SdxlCase.paint(golden, (denoiser, engine) -> adapters(golden, denoiser.latentFormat()));
        } else {
            Sd15Case.paint(golden, (denoiser, engine) -> adapters(golden, denoiser.latentFormat()));
        }
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

    /** The picture files of an argument for each of several models: one for each latent, or one for all. */
    static List<List<Path>> pictures(Golden golden, String argument, int models) {
        Config files = golden.config().object("call_files").orElseThrow();
        Object given = files.raw(argument).orElseThrow();
        boolean flat = list(given).stream().noneMatch(List.class::isInstance);
        List<?> each = models == 1 && flat ? List.of(given) : list(given);
        return each.stream()
                .map(one -> list(one).stream()
                        .map(file -> golden.path(String.valueOf(file)))
                        .toList())
                .toList();
    }

    /** Several values or one. */
    static List<?> list(Object one) {
        return one instanceof List<?> many ? many : List.of(one);
    }
}
