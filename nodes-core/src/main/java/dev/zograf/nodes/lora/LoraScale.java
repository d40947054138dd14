package dev.zograf.nodes.lora;

import dev.zograf.api.model.Config;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the product of the factors is multiplied by: alpha over rank, alpha from the tensor beside the factors, else as PEFT's
 * configuration says, else the rank itself.
 */
final class LoraScale {

    private final Optional<Double> alpha;
    private final Map<String, Double> patterns;
    private final boolean byRoot;

    private LoraScale(Optional<Double> alpha, Map<String, Double> patterns, boolean byRoot) {
        this.alpha = alpha;
        this.patterns = patterns;
        this.byRoot = byRoot;
    }

    /** What the file itself says, tensor by tensor. */
    static LoraScale plain() {
        return new LoraScale(Optional.empty(), Map.of(), false);
    }

    /**
     * As a configuration of PEFT says.
     *
     * @param prefix before the names of its fields, such as {@code unet.}
     */
    static LoraScale of(Config config, String prefix) {
        Optional<Double> alpha = config.has(prefix + "lora_alpha")
                ? Optional.of(config.number(prefix + "lora_alpha"))
                : Optional.empty();
        Map<String, Double> patterns = new HashMap<>();
        config.object(prefix + "alpha_pattern")
                .ifPresent(each -> each.names().stream()
                        .forEach(name ->
                                patterns.put(name.startsWith("^") ? name.substring(1) : name, each.number(name))));
        return new LoraScale(alpha, patterns, config.flag(prefix + "use_rslora", false));
    }

    /** The factor for a module. */
    double of(String module, int rank, Optional<Double> own) {
        double value = own.or(() -> patterns.entrySet().stream()
                        .filter(each -> ("." + module).endsWith("." + each.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst())
                .or(() -> alpha)
                .orElse((double) rank);
        return own.isEmpty() && alpha.isPresent() && byRoot ? value / Math.sqrt(rank) : value / rank;
    }
}
