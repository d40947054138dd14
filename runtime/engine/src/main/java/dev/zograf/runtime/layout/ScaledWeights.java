package dev.zograf.runtime.layout;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import java.util.List;
import java.util.Optional;

/**
 * 8-bit floats with a factor beside each tensor, as ComfyUI's tools write them ({@code x.scale_weight} or {@code x.weight_scale} beside
 * {@code x.weight}: one number, or one for each row): seen as the products. What only matters to who computes in 8 bits is left out.
 */
public final class ScaledWeights extends WeightTable {

    private static final List<String> FACTORS = List.of(".scale_weight", ".weight_scale");
    private static final List<String> NOTES =
            List.of(".scale_input", ".input_scale", ".comfy_quant", "scaled_fp8", ".scale_output", ".output_scale");

    private ScaledWeights(WeightSource from) {
        super(from.file(), from.fingerprint());
        for (String name : from.names()) {
            if (!isNote(name) && !isFactor(from, name)) {
                Weight weight = from.find(name).orElseThrow();
                put(
                        name,
                        factor(from, weight)
                                .map(f -> WeightViews.scaled(weight, f))
                                .orElse(weight));
            }
        }
    }

    /** The tensors of a file with their factors multiplied in; the file's own if there are none. */
    public static WeightSource of(WeightSource from) {
        boolean any = from.names().stream().anyMatch(name -> isNote(name) || isFactor(from, name));
        return any ? new ScaledWeights(from) : from;
    }

    private static boolean isNote(String name) {
        return NOTES.stream().anyMatch(note -> name.equals(note) || name.endsWith(note));
    }

    private static boolean isFactor(WeightSource from, String name) {
        return FACTORS.stream()
                .anyMatch(end -> name.endsWith(end)
                        && from.find(name.substring(0, name.length() - end.length()) + ".weight")
                                .isPresent());
    }

    private static Optional<Weight> factor(WeightSource from, Weight weight) {
        String name = weight.name();
        if (!name.endsWith(".weight")
                || !weight.dtype().isFloat()
                || weight.dtype().bytes() != 1) {
            return Optional.empty();
        }
        String base = name.substring(0, name.length() - ".weight".length());
        return FACTORS.stream()
                .flatMap(end -> from.find(base + end).stream())
                .filter(factor -> factor.dtype().isFloat()
                        && (factor.size() == 1 || (weight.shape().length > 0 && factor.size() == weight.shape()[0])))
                .findFirst();
    }
}
