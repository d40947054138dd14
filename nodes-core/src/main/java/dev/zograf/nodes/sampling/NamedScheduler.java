package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Config;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The short names of samplers and schedulers that people know from user interfaces, as edits of a model's configuration: the
 * noise schedule and the kind of prediction stay the model's.
 */
final class NamedScheduler {

    static final String AUTO = "auto";

    private static final Map<String, Map<String, Object>> SAMPLERS = Map.ofEntries(
            sampler("euler", "EulerDiscreteScheduler"),
            sampler("euler_ancestral", "EulerAncestralDiscreteScheduler"),
            sampler("heun", "HeunDiscreteScheduler"),
            sampler("dpm_2", "KDPM2DiscreteScheduler"),
            sampler("dpm_2_ancestral", "KDPM2AncestralDiscreteScheduler"),
            sampler("lms", "LMSDiscreteScheduler"),
            sampler("dpmpp_2m", "DPMSolverMultistepScheduler", "algorithm_type", "dpmsolver++", "solver_order", 2),
            sampler(
                    "dpmpp_2m_sde",
                    "DPMSolverMultistepScheduler",
                    "algorithm_type",
                    "sde-dpmsolver++",
                    "solver_order",
                    2),
            sampler("dpmpp_3m", "DPMSolverMultistepScheduler", "algorithm_type", "dpmsolver++", "solver_order", 3),
            sampler("dpmpp_singlestep", "DPMSolverSinglestepScheduler", "algorithm_type", "dpmsolver++"),
            sampler("ddim", "DDIMScheduler"),
            sampler("ddpm", "DDPMScheduler"),
            sampler("pndm", "PNDMScheduler"),
            sampler("deis", "DEISMultistepScheduler"),
            sampler("uni_pc", "UniPCMultistepScheduler", "solver_type", "bh1"),
            sampler("uni_pc_bh2", "UniPCMultistepScheduler", "solver_type", "bh2"),
            sampler("lcm", "LCMScheduler"),
            sampler("tcd", "TCDScheduler"));

    private static final Map<String, String> SPACINGS = Map.of(
            "karras", "use_karras_sigmas",
            "exponential", "use_exponential_sigmas",
            "beta", "use_beta_sigmas",
            "lu", "use_lu_lambdas");
    private static final Map<String, String> TIMESTEPS =
            Map.of("normal", "linspace", "leading", "leading", "trailing", "trailing");

    private static final Set<String> WHOLE_TIMESTEPS = Set.of("DDIMScheduler", "DDPMScheduler", "PNDMScheduler");
    private static final Set<String> FIXED =
            Set.of("LCMScheduler", "TCDScheduler", "UnCLIPScheduler", "EDMEulerScheduler");

    /** Spacings that only the scheduler classes have. */
    private static final Set<String> CLASSES_ONLY = Set.of("leading", "trailing", "lu");

    private NamedScheduler() {}

    /** Whether names mean what they mean in k-diffusion and node-based interfaces, rather than a scheduler class of diffusers. */
    static boolean isOriginal(String sampler, String scheduler) {
        return NamedSampler.all().contains(sampler) && !CLASSES_ONLY.contains(scheduler);
    }

    /**
     * The configuration with a sampler and a scheduler by name.
     *
     * @throws InvalidInputException if the sampler has no such scheduler; the message names what it has
     */
    static Config edited(Config config, String sampler, String scheduler) {
        Map<String, Object> edits = new HashMap<>();
        if (!sampler.equals(AUTO)) {
            if (!SAMPLERS.containsKey(sampler)) {
                throw unknown("sampler", sampler, SAMPLERS.keySet());
            }
            edits.putAll(SAMPLERS.get(sampler));
            if (!config.has("clip_sample")) {
                // The published default is for models of pixels; latents are not bounded.
                edits.put("clip_sample", false);
            }
        }
        Config chosen = config.with(edits);
        return scheduler.equals(AUTO) ? chosen : chosen.with(spacing(chosen.text(DiffusersScheduler.CLASS), scheduler));
    }

    private static Map<String, Object> spacing(String type, String scheduler) {
        boolean timesteps = TIMESTEPS.containsKey(scheduler);
        if (!timesteps && !SPACINGS.containsKey(scheduler)) {
            Set<String> all = new java.util.TreeSet<>(TIMESTEPS.keySet());
            all.addAll(SPACINGS.keySet());
            throw unknown("scheduler", scheduler, all);
        }
        boolean flow = type.startsWith("FlowMatch");
        if (FIXED.contains(type) || (flow && timesteps)) {
            throw without(type, scheduler, flow ? List.of("karras", "exponential", "beta") : List.of());
        }
        if (!timesteps && (WHOLE_TIMESTEPS.contains(type) || type.equals("EulerAncestralDiscreteScheduler"))) {
            throw without(type, scheduler, List.of("normal", "leading", "trailing"));
        }
        if (scheduler.equals("lu") && !type.equals("DPMSolverMultistepScheduler")) {
            throw without(type, scheduler, List.of("normal", "karras", "exponential", "beta"));
        }
        Map<String, Object> edits = new HashMap<>();
        SPACINGS.forEach((name, flag) -> edits.put(flag, name.equals(scheduler)));
        if (timesteps) {
            edits.put("timestep_spacing", TIMESTEPS.get(scheduler));
        }
        return edits;
    }

    private static InvalidInputException unknown(String input, String name, Set<String> known) {
        return new InvalidInputException(
                input,
                "There is no " + input + " \"" + name + "\"; there are auto, "
                        + String.join(", ", known.stream().sorted().toList()) + ".");
    }

    private static InvalidInputException without(String type, String scheduler, List<String> has) {
        String choices = has.isEmpty() ? "leave it at auto" : "choose auto, " + String.join(", ", has);
        return new InvalidInputException(
                "scheduler", "The sampler (" + type + ") has no scheduler \"" + scheduler + "\"; " + choices + ".");
    }

    private static Map.Entry<String, Map<String, Object>> sampler(String name, String type, Object... options) {
        Map<String, Object> edits = new HashMap<>();
        edits.put(DiffusersScheduler.CLASS, type);
        for (int i = 0; i < options.length; i += 2) {
            edits.put((String) options[i], options[i + 1]);
        }
        return Map.entry(name, Map.copyOf(edits));
    }
}
