package dev.zograf.nodes.sampling;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Prediction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What several scheduler classes read from a configuration in the same way. */
final class SchedulerOptions {

    private SchedulerOptions() {}

    /** The kind of prediction; networks with a learned variance are understood by all. */
    static Prediction prediction(Config config) {
        return new LearnedVariance(choice(
                config,
                "prediction_type",
                "epsilon",
                Map.of(
                        "epsilon", new EpsilonPrediction(),
                        "v_prediction", new VPrediction(),
                        "sample", new SamplePrediction(),
                        "original_sample", new SamplePrediction(),
                        "flow_prediction", new FlowPrediction())));
    }

    /** Dynamic thresholding if it is on. */
    static Prediction thresholded(Config config, Prediction inner) {
        if (!config.flag("thresholding", false)) {
            return inner;
        }
        return new DynamicThresholding(
                inner, config.number("dynamic_thresholding_ratio", 0.995), config.number("sample_max_value", 1));
    }

    /** Clipping if it is on. */
    static Prediction clipped(Config config, Prediction inner, boolean otherwise) {
        return config.flag("clip_sample", otherwise)
                ? new ClippedPrediction(inner, config.number("clip_sample_range", 1))
                : inner;
    }

    /** The spacing of ratios that a flag asks for, or empty for that of the timesteps. */
    static Optional<SigmaSpacing> spacing(Config config) {
        List<String> flags = List.of("use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas");
        List<String> on =
                flags.stream().filter(flag -> config.flag(flag, false)).toList();
        if (on.size() > 1) {
            throw new BadFileException(config.file(), "only one of " + String.join(" and ", on) + " can be on.");
        }
        if (on.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (on.get(0)) {
                    case "use_karras_sigmas" -> new KarrasSpacing(KarrasSpacing.RHO);
                    case "use_exponential_sigmas" -> new ExponentialSpacing();
                    default -> BetaSpacing.published();
                });
    }

    /** Whether the last step ends without noise. */
    static boolean endsAtZero(Config config) {
        return choice(config, "final_sigmas_type", "zero", Map.of("zero", true, "sigma_min", false));
    }

    /** An order from 1 on. */
    static int order(Config config, String name, int otherwise, int most) {
        int order = config.integer(name, otherwise);
        if (order < 1 || order > most) {
            throw new BadFileException(
                    config.file(), "\"" + name + "\" is " + order + " where 1 to " + most + " is needed.");
        }
        return order;
    }

    /** What the text of an option stands for; the error lists the texts. */
    static <T> T choice(Config config, String name, String otherwise, Map<String, T> choices) {
        String text = config.text(name, otherwise);
        T value = choices.get(text);
        if (value == null) {
            throw new BadFileException(
                    config.file(),
                    "the " + name + " \"" + text + "\" is not supported here; there are "
                            + String.join(
                                    ", ", choices.keySet().stream().sorted().toList()) + ".");
        }
        return value;
    }

    /** Rejects an option that is on but not built. */
    static void without(Config config, String name, String instead) {
        if (config.flag(name, false)) {
            throw new BadFileException(config.file(), "\"" + name + "\" is not supported; " + instead + ".");
        }
    }
}
