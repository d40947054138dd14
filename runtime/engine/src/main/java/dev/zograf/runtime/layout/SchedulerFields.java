package dev.zograf.runtime.layout;

import java.util.LinkedHashMap;
import java.util.Map;

/** The noise schedule with which all Stable Diffusion models were trained, and the sampler that each was published with. */
final class SchedulerFields {

    private SchedulerFields() {}

    /**
     * The fields of {@code scheduler_config.json}.
     *
     * @param velocity whether the network predicts velocity rather than noise (Salimans and Ho 2022)
     * @param zeroSnr whether it was trained with a last step of pure noise (Lin et al. 2023)
     */
    static Map<String, Object> of(Family family, boolean velocity, boolean zeroSnr) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put(
                "_class_name",
                family.isXl() ? "EulerDiscreteScheduler" : version1(family) ? "PNDMScheduler" : "DDIMScheduler");
        out.put("beta_end", 0.012);
        out.put("beta_schedule", "scaled_linear");
        out.put("beta_start", 0.00085);
        if (!family.isXl()) {
            out.put("clip_sample", false);
            out.put("set_alpha_to_one", false);
        }
        if (family.isXl()) {
            out.put("interpolation_type", "linear");
            out.put("use_karras_sigmas", false);
        }
        out.put("num_train_timesteps", 1000);
        out.put("prediction_type", velocity ? "v_prediction" : "epsilon");
        if (zeroSnr) {
            out.put("rescale_betas_zero_snr", true);
        }
        if (version1(family)) {
            out.put("skip_prk_steps", true);
        }
        out.put("steps_offset", 1);
        out.put("timestep_spacing", zeroSnr ? "trailing" : "leading");
        return out;
    }

    private static boolean version1(Family family) {
        return family == Family.STABLE_DIFFUSION_1;
    }
}
