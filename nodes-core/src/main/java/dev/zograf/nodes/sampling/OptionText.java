package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Options as texts {@code name=value}, where the value is a number, true, false, null, a list of numbers, or else a text. */
final class OptionText {

    /** What the scheduler classes read, each its own part of it. */
    private static final Set<String> KNOWN = new TreeSet<>(List.of(
            "algorithm_type",
            "base_image_seq_len",
            "base_shift",
            "beta_end",
            "beta_schedule",
            "beta_start",
            "clip_sample",
            "clip_sample_range",
            "disable_corrector",
            "dynamic_thresholding_ratio",
            "eta",
            "euler_at_final",
            "even_sigmas",
            "final_sigmas_type",
            "flow_shift",
            "image_seq_len",
            "interpolation_type",
            "invert_sigmas",
            "lambda_min_clipped",
            "lower_order_final",
            "max_image_seq_len",
            "max_shift",
            "num_train_timesteps",
            "order",
            "original_inference_steps",
            "predict_x0",
            "prediction_type",
            "rescale_betas_zero_snr",
            "rho",
            "sample_max_value",
            "set_alpha_to_one",
            "shift",
            "shift_terminal",
            "sigma_data",
            "sigma_max",
            "sigma_min",
            "sigma_schedule",
            "single_timesteps",
            "skip_prk_steps",
            "solver_order",
            "solver_type",
            "steps_offset",
            "stochastic_sampling",
            "thresholding",
            "time_shift_type",
            "timestep_scaling",
            "timestep_spacing",
            "timestep_type",
            "trained_betas",
            "use_beta_sigmas",
            "use_clipped_model_output",
            "use_dynamic_shifting",
            "use_exponential_sigmas",
            "use_flow_sigmas",
            "use_karras_sigmas",
            "use_lu_lambdas",
            "variance_type"));

    private OptionText() {}

    /** The options by name; null takes a value away. */
    static Map<String, @Nullable Object> parse(List<String> options) {
        Map<String, @Nullable Object> out = new HashMap<>();
        for (String option : options) {
            int sign = option.indexOf('=');
            if (sign < 1) {
                throw new InvalidInputException("options", "\"" + option + "\" is no option; write name=value.");
            }
            String name = option.substring(0, sign).strip();
            if (!KNOWN.contains(name)) {
                throw new InvalidInputException(
                        "options",
                        "No scheduler has the option \"" + name + "\"; there are " + String.join(", ", KNOWN) + ".");
            }
            out.put(name, value(option.substring(sign + 1).strip()));
        }
        return out;
    }

    private static @Nullable Object value(String text) {
        switch (text) {
            case "null", "None":
                return null;
            case "true", "True":
                return true;
            case "false", "False":
                return false;
            default:
        }
        if (text.startsWith("[") && text.endsWith("]")) {
            return list(text.substring(1, text.length() - 1));
        }
        if (text.matches("-?(inf|Infinity)")) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return text.matches("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?") ? (Object) Double.valueOf(text) : text;
    }

    private static List<Object> list(String inner) {
        List<Object> out = new ArrayList<>();
        for (String part : inner.split(",", -1)) {
            Object value = part.isBlank() ? null : value(part.strip());
            if (value != null) {
                out.add(value);
            }
        }
        return out;
    }
}
