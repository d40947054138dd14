package dev.zograf.nodes.lora;

import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Editable;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Several LoRAs on one model. Nothing is changed in place: what comes out shares everything with what came in that no LoRA changes. */
final class LoraStack {

    /** Above this rank at one layer, all LoRAs together, branches cost more than merging once (docs/adr/002-lora.md). */
    static final int HIGHEST_RANK = 256;

    /**
     * The model with all of them.
     *
     * @param unmatched the names of tensors, with their files, that have no place in it
     */
    record Result(Denoiser denoiser, Optional<TextEncoder> text, List<String> unmatched) {}

    private LoraStack() {}

    /**
     * Applies them.
     *
     * @param warn is told of files with tensors that have no place in the model
     */
    static Result apply(
            List<Lora> loras, Denoiser denoiser, Optional<TextEncoder> text, LoraMode mode, Consumer<String> warn) {
        List<LoraTarget> targets = new ArrayList<>();
        for (String network : denoiser.networks()) {
            targets.add(new LoraTarget(network, denoiser.weights(network)));
        }
        text.ifPresent(encoder ->
                encoder.networks().forEach(name -> targets.add(new LoraTarget(name, encoder.weights(name)))));
        List<String> absent =
                text.isPresent() ? List.of() : List.of("text_encoder", "text_encoder_2", "text_encoder_3");
        List<LoraFit> fits = new ArrayList<>();
        List<String> unmatched = new ArrayList<>();
        for (Lora lora : loras) {
            LoraFit fit = LoraFit.of(lora.file(), targets, absent);
            fits.add(fit);
            fit.warning().ifPresent(warn);
            fit.unmatched().forEach(key -> unmatched.add(lora.file().name() + ": " + key));
        }
        Denoiser outDenoiser = denoiser;
        Optional<TextEncoder> outText = text;
        for (LoraTarget target : targets) {
            if (denoiser.networks().contains(target.name())) {
                outDenoiser = apply(outDenoiser, target, loras, fits, mode);
            } else if (outText.isPresent()) {
                outText = Optional.of(apply(outText.get(), target, loras, fits, mode));
            }
        }
        return new Result(outDenoiser, outText, List.copyOf(unmatched));
    }

    private static <T extends Editable<T>> T apply(
            T model, LoraTarget target, List<Lora> loras, List<LoraFit> fits, LoraMode mode) {
        SortedMap<String, List<MergedWeights.Part>> parts = new TreeMap<>();
        for (int i = 0; i < loras.size(); i++) {
            Lora lora = loras.get(i);
            for (LayerChange change : fits.get(i).changes().getOrDefault(target.name(), List.of())) {
                double strength = lora.strength(target.name()) * share(lora, change.layer(), target);
                if (strength != 0) {
                    parts.computeIfAbsent(change.tensor(), key -> new ArrayList<>())
                            .add(new MergedWeights.Part(change, strength));
                }
            }
        }
        Map<String, List<MergedWeights.Part>> merged = new TreeMap<>(parts);
        if (mode == LoraMode.AUTO && highestRank(parts) <= HIGHEST_RANK) {
            merged.values().removeIf(LoraStack::isBranch);
        }
        T out = model;
        if (!merged.isEmpty()) {
            StringBuilder fingerprint = new StringBuilder("lora");
            for (int i = 0; i < loras.size(); i++) {
                List<LayerChange> changes = fits.get(i).changes().getOrDefault(target.name(), List.of());
                if (changes.stream().anyMatch(change -> merged.containsKey(change.tensor()))) {
                    fingerprint.append(';').append(loras.get(i).fingerprint(target.name()));
                }
            }
            out = out.withWeights(target.name(), base -> new MergedWeights(base, merged, fingerprint.toString()));
        }
        parts.keySet().removeAll(merged.keySet());
        return parts.isEmpty() ? out : out.withPatch(target.name(), branches(parts, target.weights()));
    }

    private static double share(Lora lora, String layer, LoraTarget target) {
        if (LoraTarget.isDenoiser(target.name())) {
            return target.blocks()
                    .map(blocks -> lora.blocks().of(layer, blocks))
                    .orElseGet(() -> lora.blocks().ofNamed(layer));
        }
        return 1;
    }

    private static boolean isBranch(List<MergedWeights.Part> parts) {
        return parts.stream().allMatch(part -> part.change().branch().isPresent());
    }

    private static int highestRank(Map<String, List<MergedWeights.Part>> parts) {
        return parts.values().stream()
                .filter(LoraStack::isBranch)
                .mapToInt(each -> each.stream()
                        .mapToInt(part -> part.change().branch().orElseThrow().rank())
                        .sum())
                .max()
                .orElse(0);
    }

    private static LowRankPatch branches(SortedMap<String, List<MergedWeights.Part>> parts, Weights weights) {
        SortedMap<String, LowRankPatch.Factors> layers = new TreeMap<>();
        parts.forEach((tensor, each) -> {
            long[] shape = weights.find(tensor).orElseThrow().shape();
            layers.put(
                    each.get(0).change().layer(),
                    LowRankPatch.joined(each.stream()
                            .map(part ->
                                    LowRankPatch.factors(part.change().branch().orElseThrow(), part.strength(), shape))
                            .toList()));
        });
        return new LowRankPatch(layers);
    }
}
