package dev.zograf.nodes.patch;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.Networks;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.EditedNetwork;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A network with its weights and patches. Patches and decorated weights give another one; the engine keeps what is compiled by
 * definition and weights, so that going back costs nothing. Immutable.
 */
public final class EditableNetwork {

    private final Networks networks;
    private final NetworkDefinition definition;
    private final Weights weights;
    private final List<NetworkPatch> patches;

    private EditableNetwork(
            Networks networks, NetworkDefinition definition, Weights weights, List<NetworkPatch> patches) {
        this.networks = networks;
        this.definition = definition;
        this.weights = weights;
        this.patches = patches;
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
        return new EditableNetwork(networks, definition, weights, List.copyOf(patches)).checked();
    }

    /** What is compiled is remembered, so that this costs little and mistakes of the file are found when it is loaded. */
    private EditableNetwork checked() {
        networks.compile(
                EditedNetwork.of(
                        definition, patches.stream().map(NetworkPatch::edit).toList()),
                weights);
        return this;
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
        return new EditableNetwork(networks, definition, weights.with(edit), patches).checked();
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
        return new EditableNetwork(networks, definition, weights, List.copyOf(more)).checked();
    }

    /**
     * Computes outputs.
     *
     * @param inputs the network's own
     * @param evaluation what the patches are told; those that are not active at its moment are left out
     */
    public Map<String, FloatTensor> run(
            Map<String, ? extends HostTensor> inputs,
            Set<String> outputs,
            Evaluation evaluation,
            Cancellation cancellation) {
        return run(inputs, outputs, evaluation, List.of(), List.of(), cancellation);
    }

    /**
     * As {@link #run(Map, Set, Evaluation, Cancellation)}, with further edits and what they are fed.
     *
     * @param edits applied after those of the patches
     * @param feeds the inputs of each of these edits by its own names
     */
    public Map<String, FloatTensor> run(
            Map<String, ? extends HostTensor> inputs,
            Set<String> outputs,
            Evaluation evaluation,
            List<GraphEdit> edits,
            List<Map<String, HostTensor>> feeds,
            Cancellation cancellation) {
        Call call = call(inputs, evaluation, edits, feeds);
        return call.network.run(call.inputs, outputs, cancellation);
    }

    /**
     * Whether that run {@linkplain Network#fits fits} the engine's budget of memory.
     *
     * @param otherwise what is done if it does not, a phrase
     */
    public boolean fits(
            Map<String, ? extends HostTensor> inputs,
            Evaluation evaluation,
            List<GraphEdit> edits,
            List<Map<String, HostTensor>> feeds,
            String otherwise) {
        Call call = call(inputs, evaluation, edits, feeds);
        Map<String, int[]> shapes = new HashMap<>();
        call.inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        boolean fits = call.network.fits(shapes);
        if (!fits) {
            call.network.instead(otherwise);
        }
        return fits;
    }

    private record Call(Network network, Map<String, HostTensor> inputs) {}

    private Call call(
            Map<String, ? extends HostTensor> inputs,
            Evaluation evaluation,
            List<GraphEdit> edits,
            List<Map<String, HostTensor>> feeds) {
        List<GraphEdit> all = new ArrayList<>();
        Map<String, HostTensor> fed = new HashMap<>(inputs);
        for (NetworkPatch patch : patches) {
            if (evaluation.moment().map(patch::isActive).orElse(true)) {
                feed(fed, all.size(), patch.inputs(evaluation));
                all.add(patch.edit());
            }
        }
        for (int i = 0; i < edits.size(); i++) {
            feed(fed, all.size(), feeds.get(i));
            all.add(edits.get(i));
        }
        return new Call(networks.compile(EditedNetwork.of(definition, all), weights), fed);
    }

    private static void feed(Map<String, HostTensor> fed, int edit, Map<String, HostTensor> inputs) {
        inputs.forEach((name, tensor) -> fed.put(EditedNetwork.name(edit, name), tensor));
    }
}
