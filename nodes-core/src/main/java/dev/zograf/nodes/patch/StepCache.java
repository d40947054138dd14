package dev.zograf.nodes.patch;

import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.PatchMemory;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes a U-Net as a whole now and then, and in between only what lies outside of one of its skips (Ma et al. 2023, "DeepCache", section
 * 3.2): what would come from inside is what came from there at the last whole evaluation, for deep features change slowly.
 *
 * @param place where the features from inside and the skip are joined, {@code up_blocks.I.resnets.J.input}
 * @param steps at which evaluations the network is computed as a whole
 */
record StepCache(String place, FullSteps steps) implements NetworkPatch {

    private static final String FEATURES = "features";

    /** Has the network say what comes from inside, beside its output. */
    record Keep(String place) implements GraphEdit {
        @Override
        public void apply(Hooks hooks) {
            hooks.at(place, (at, joined, context) -> {
                hooks.output(FEATURES, joined.get(0));
                return joined;
            });
        }
    }

    /** Has the network go on with what it is fed. Nothing needs what would have come from inside, so it is not computed. */
    record Reuse(String place) implements GraphEdit {
        @Override
        public void apply(Hooks hooks) {
            hooks.at(place, (at, joined, context) -> {
                Tensor inside = joined.get(0);
                Tensor kept = inside.shape().isKnown()
                        ? hooks.input(FEATURES, DType.F32, inside.shape().dims().toArray())
                        : inside;
                return List.of(kept, joined.get(1));
            });
        }
    }

    @Override
    public GraphEdit edit() {
        return new Keep(place);
    }

    @Override
    public Map<String, HostTensor> inputs(Evaluation evaluation) {
        return Map.of();
    }

    /** Outside of a run there is nothing that could be used again. */
    @Override
    public boolean isActive(Moment moment) {
        return false;
    }

    @Override
    public Optional<PatchMemory> memory() {
        return Optional.of(new Memory());
    }

    private final class Memory implements PatchMemory {

        private Optional<FloatTensor> kept = Optional.empty();
        private int since;

        @Override
        public NetworkPatch at(Evaluation evaluation) {
            int whole = evaluation.moment().map(steps::last).orElseThrow();
            // What was missed at the last whole evaluation, such as a side that did not count then, is too old.
            return kept.filter(features -> since >= whole)
                    .<NetworkPatch>map(features -> new Shallow(new Reuse(place), features))
                    .orElse(new Whole(new Keep(place)));
        }

        @Override
        public void keep(Evaluation evaluation, Map<String, FloatTensor> outputs) {
            FloatTensor features = outputs.get(FEATURES);
            if (features != null) {
                kept = Optional.of(features);
                since = evaluation.moment().map(Moment::call).orElseThrow();
            }
        }
    }

    private record Whole(GraphEdit edit) implements NetworkPatch {
        @Override
        public Map<String, HostTensor> inputs(Evaluation evaluation) {
            return Map.of();
        }

        @Override
        public Set<String> outputs() {
            return Set.of(FEATURES);
        }
    }

    private record Shallow(GraphEdit edit, FloatTensor features) implements NetworkPatch {
        @Override
        public Map<String, HostTensor> inputs(Evaluation evaluation) {
            return Map.of(FEATURES, features);
        }
    }
}
