package dev.zograf.nodes.patch;

import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.PatchMemory;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.EditedNetwork;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A network with its weights and patches. Patches and decorated weights give another one; the engine keeps what is compiled by
 * definition and weights, so that going back costs nothing. Immutable, but for what patches remember {@linkplain #forRun during a run}.
 */
public final class EditableNetwork {

    private final Networks networks;
    private final NetworkDefinition definition;
    private final Weights weights;
    private final List<NetworkPatch> patches;
    private final Optional<RunMemory> memory;

    private EditableNetwork(
            Networks networks,
            NetworkDefinition definition,
            Weights weights,
            List<NetworkPatch> patches,
            Optional<RunMemory> memory) {
        this.networks = networks;
        this.definition = definition;
        this.weights = weights;
        this.patches = patches;
        this.memory = memory;
    }

    /**
     * A network without patches.
     *
     * @throws dev.zograf.api.BadFileException if weights are missing or of another shape than the definition needs
     */
    public static EditableNetwork of(Networks networks, NetworkDefinition definition, Weights weights) {
        return of(networks, definition, weights, List.of());
    }

    /** As {@link #of(Networks, NetworkDefinition, Weights)}, with patches. */
    public static EditableNetwork of(
            Networks networks, NetworkDefinition definition, Weights weights, List<NetworkPatch> patches) {
        return new EditableNetwork(networks, definition, weights, List.copyOf(patches), Optional.empty()).checked();
    }

    /** What is compiled is remembered, so that this costs little and mistakes of the file are found when it is loaded. */
    private EditableNetwork checked() {
        compiled();
        return this;
    }

    /** With all patches. */
    private Network compiled() {
        return networks.compile(
                EditedNetwork.of(
                        definition, patches.stream().map(NetworkPatch::edit).toList()),
                weights);
    }

    /** {@linkplain Network#prepare Loads} it as it is when all patches are active, unless some of them change from evaluation to evaluation. */
    public void prepare() {
        if (patches.stream().allMatch(patch -> patch.memory().isEmpty())) {
            compiled().prepare();
        }
    }

    /** The weights as they are now. */
    public Weights weights() {
        return weights;
    }

    /** About how many bytes its patches keep in memory. */
    public long heldBytes() {
        return patches.stream().mapToLong(NetworkPatch::heldBytes).sum();
    }

    /** The same with decorated weights. */
    public EditableNetwork withWeights(UnaryOperator<WeightSource> edit) {
        return new EditableNetwork(networks, definition, weights.with(edit), patches, memory).checked();
    }

    /** The same with one more patch, joined to one that it has if they can be one. */
    public EditableNetwork withPatch(NetworkPatch patch) {
        List<NetworkPatch> more = new ArrayList<>(patches);
        Optional<NetworkPatch> joined = Optional.empty();
        for (int i = 0; i < more.size() && joined.isEmpty(); i++) {
            joined = patch.joinedTo(more.get(i));
            if (joined.isPresent()) {
                more.set(i, joined.get());
            }
        }
        if (joined.isEmpty()) {
            more.add(patch);
        }
        return new EditableNetwork(networks, definition, weights, List.copyOf(more), memory).checked();
    }

    /** The same with those patches in its weights that a change of weights can express. */
    public EditableNetwork withPatchesAsWeights() {
        Weights changed = weights;
        List<NetworkPatch> rest = new ArrayList<>();
        for (NetworkPatch patch : patches) {
            Optional<UnaryOperator<WeightSource>> change = patch.asWeights();
            if (change.isPresent()) {
                changed = changed.with(change.get());
            } else {
                rest.add(patch);
            }
        }
        return rest.size() == patches.size()
                ? this
                : new EditableNetwork(networks, definition, changed, List.copyOf(rest), memory);
    }

    /**
     * The same for one sampling run, in which patches {@linkplain NetworkPatch#memory remember}; what is made from it by further patches or
     * other weights shares what they do.
     */
    public EditableNetwork forRun() {
        return new EditableNetwork(networks, definition, weights, patches, Optional.of(new RunMemory()));
    }

    /**
     * The network at an evaluation, without the patches that are not active at its moment.
     *
     * @param about of what it is, beside its shape: equal for what follows one another in a run
     * @param edits applied after those of the patches
     * @param feeds the inputs of each of these edits by its own names
     */
    public PatchedNetwork at(
            Evaluation evaluation, List<Object> about, List<GraphEdit> edits, List<Map<String, HostTensor>> feeds) {
        List<Optional<PatchMemory>> memories = memories(evaluation, about, edits);
        PatchedNetwork.Builder builder = new PatchedNetwork.Builder(evaluation);
        for (int i = 0; i < patches.size(); i++) {
            builder.add(patches.get(i), memories.isEmpty() ? Optional.empty() : memories.get(i));
        }
        for (int i = 0; i < edits.size(); i++) {
            builder.add(edits.get(i), feeds.get(i));
        }
        return builder.build(all -> networks.compile(EditedNetwork.of(definition, all), weights));
    }

    /** For each patch, or none at all if nothing is remembered here. */
    private List<Optional<PatchMemory>> memories(Evaluation evaluation, List<Object> about, List<GraphEdit> edits) {
        if (memory.isEmpty() || evaluation.moment().isEmpty()) {
            return List.of();
        }
        Moment moment = evaluation.moment().get();
        List<Object> key = new ArrayList<>(about);
        key.add(Arrays.stream(evaluation.shape()).boxed().toList());
        key.add(weights.fingerprint());
        for (NetworkPatch patch : patches) {
            key.add(patch.edit());
            key.add(patch.isActive(moment));
        }
        key.add(edits);
        return memory.get().at(key, moment.call(), patches);
    }
}
