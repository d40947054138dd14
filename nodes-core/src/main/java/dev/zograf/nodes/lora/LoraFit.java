package dev.zograf.nodes.lora;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A file's changes, each at its layer of a model.
 *
 * @param changes by network
 * @param unmatched the names of the tensors that have no place in the model
 */
record LoraFit(LoraFile file, Map<String, List<LayerChange>> changes, List<String> unmatched) {

    private static final int LISTED = 5;

    /**
     * Finds the layers.
     *
     * @param targets the networks that can be changed
     * @param absent networks that were not given, whose changes are silently left out
     * @throws BadFileException if the file was made for another family of models, or is damaged
     */
    static LoraFit of(LoraFile file, List<LoraTarget> targets, List<String> absent) {
        Finding finding = new Finding(file, targets, absent);
        finding.numbered();
        file.modules().stream()
                .filter(module -> !FirstOrder.isModule(module.name()))
                .forEach(finding::named);
        finding.judge();
        return new LoraFit(file, finding.changes, List.copyOf(finding.unmatched));
    }

    /** What to say of the tensors that have no place in the model, if there are any. */
    Optional<String> warning() {
        return unmatched.isEmpty()
                ? Optional.empty()
                : Optional.of(file.name() + ": " + unmatched.size()
                        + " of its tensors have no place in this model and change nothing: " + some(unmatched)
                        + ". The output \"unmatched\" lists all.");
    }

    private static String some(Collection<String> names) {
        return String.join(", ", names.stream().limit(LISTED).toList()) + (names.size() > LISTED ? ", …" : "");
    }

    private static final class Finding {

        private final LoraFile file;
        private final List<LoraTarget> targets;
        private final List<String> absent;
        private final Map<String, List<LayerChange>> changes = new LinkedHashMap<>();
        private final TreeSet<String> unmatched = new TreeSet<>();
        private final List<String> misfits = new ArrayList<>();
        private boolean any;

        Finding(LoraFile file, List<LoraTarget> targets, List<String> absent) {
            this.file = file;
            this.targets = targets;
            this.absent = absent;
            unmatched.addAll(file.strange());
        }

        void numbered() {
            for (LoraTarget target : targets) {
                List<LoraModule> modules = file.modules().stream()
                        .filter(module -> FirstOrder.isModule(module.name())
                                && FirstOrder.network(module.name()).equals(target.name()))
                        .toList();
                Map<String, String> layers =
                        FirstOrder.layers(target.name(), target.weights(), modules, file.metadata());
                for (LoraModule module : modules) {
                    String layer = layers.get(module.name());
                    if (layer == null) {
                        misfits.add(module.name() + " has no layer in this model");
                    } else {
                        change(module, target, LoraPlace.whole(layer));
                    }
                }
            }
        }

        void named(LoraModule module) {
            ModuleName name = ModuleName.of(module.name());
            for (String network : name.networks()) {
                for (LoraTarget target : targets) {
                    List<LoraPlace> places =
                            target.name().equals(network) ? target.layers().find(name.layer()) : List.of();
                    if (!places.isEmpty()) {
                        places.forEach(place -> change(module, target, place));
                        return;
                    }
                }
            }
            if (name.networks().stream().noneMatch(absent::contains)) {
                unmatched.addAll(module.keys());
            } else {
                any = true;
            }
        }

        private void change(LoraModule module, LoraTarget target, LoraPlace place) {
            String layer = place.layer();
            Optional<Delta> weight = module.weight(file.scale(module)).flatMap(place::of);
            Optional<Weight> magnitude = module.get(Role.MAGNITUDE).map(place::of);
            weight.ifPresent(delta -> put(module, target, layer, layer + ".weight", delta, magnitude));
            module.bias()
                    .flatMap(place::of)
                    .ifPresent(delta -> put(module, target, layer, layer + ".bias", delta, Optional.empty()));
            if (weight.isEmpty() && !module.has(Role.DIFF_BIAS)) {
                unmatched.addAll(module.keys());
            }
        }

        private void put(
                LoraModule module,
                LoraTarget target,
                String layer,
                String tensor,
                Delta delta,
                Optional<Weight> magnitude) {
            Optional<Weight> weight = target.weights().find(tensor);
            if (weight.isEmpty()) {
                unmatched.addAll(module.keys());
                return;
            }
            long[] shape = weight.get().shape();
            boolean lengths = magnitude.map(m -> LayerChange.fits(m, shape)).orElse(true);
            if (delta.fits(weight.get()) && lengths) {
                changes.computeIfAbsent(target.name(), key -> new ArrayList<>())
                        .add(new LayerChange(layer, tensor, shape, delta, magnitude));
                any = true;
            } else if (layer.equals("conv_in") || layer.equals("conv_out")) {
                // Other channels for masks or pictures: the rest of the file fits all the same.
                unmatched.addAll(module.keys());
            } else {
                misfits.add(layer + " is " + Arrays.toString(shape) + " in the model, and " + module.name() + " is for "
                        + delta.size());
            }
        }

        void judge() {
            if (misfits.isEmpty() && (any || file.modules().isEmpty())) {
                return;
            }
            String model = targets.stream()
                    .filter(target -> LoraTarget.isDenoiser(target.name()))
                    .findFirst()
                    .map(target -> BaseFamily.of(target.weights()))
                    .orElse("another");
            String why = misfits.isEmpty()
                    ? "none of its " + file.modules().size() + " modules is a layer of this model, such as "
                            + some(unmatched)
                    : misfits.get(0) + (misfits.size() == 1 ? "" : ", and " + (misfits.size() - 1) + " more");
            throw new BadFileException(
                    file.name(),
                    "This LoRA does not fit the model: it was made for " + BaseFamily.of(file) + ", the model is "
                            + model + ". (" + why + ".) Choose a LoRA that was made for this family of models.");
        }
    }
}
