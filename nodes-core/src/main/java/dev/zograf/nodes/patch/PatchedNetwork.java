package dev.zograf.nodes.patch;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.PatchMemory;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.EditedNetwork;
import dev.zograf.tensor.GraphEdit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A network as it is at one evaluation: with the patches that are active then, what they are fed, and the memories that take note of it. */
public final class PatchedNetwork {

    private final Network network;
    private final Evaluation evaluation;
    private final Map<String, HostTensor> fed;
    private final List<Remembered> remembered;

    private PatchedNetwork(
            Network network, Evaluation evaluation, Map<String, HostTensor> fed, List<Remembered> remembered) {
        this.network = network;
        this.evaluation = evaluation;
        this.fed = fed;
        this.remembered = remembered;
    }

    /**
     * A memory with the outputs that it is handed.
     *
     * @param outputs the edit's own names by those from outside
     */
    private record Remembered(PatchMemory memory, Map<String, String> outputs) {}

    /** Puts one together, edit by edit. */
    static final class Builder {
        private final Evaluation evaluation;
        private final List<GraphEdit> edits = new ArrayList<>();
        private final Map<String, HostTensor> fed = new HashMap<>();
        private final List<Remembered> remembered = new ArrayList<>();

        Builder(Evaluation evaluation) {
            this.evaluation = evaluation;
        }

        /** Adds an edit with its inputs. */
        void add(GraphEdit edit, Map<String, HostTensor> inputs) {
            if (edit instanceof DeepShrinkEdit) {
                DeepShrinkEdit.requireNone(edits);
            }
            inputs.forEach((name, tensor) -> fed.put(EditedNetwork.name(edits.size(), name), tensor));
            edits.add(edit);
        }

        /** Adds a patch, if it is active, as its memory says if it has one. */
        void add(NetworkPatch patch, Optional<PatchMemory> memory) {
            NetworkPatch now = memory.map(each -> each.at(evaluation)).orElse(patch);
            boolean active = evaluation.moment().map(now::isActive).orElse(true);
            Map<String, String> outputs = new HashMap<>();
            if (active) {
                now.outputs().forEach(name -> outputs.put(EditedNetwork.name(edits.size(), name), name));
                add(now.edit(), now.inputs(evaluation));
            }
            memory.ifPresent(each -> remembered.add(new Remembered(each, outputs)));
        }

        PatchedNetwork build(Function<List<GraphEdit>, Network> compile) {
            return new PatchedNetwork(compile.apply(List.copyOf(edits)), evaluation, fed, remembered);
        }
    }

    /**
     * Whether a run {@linkplain Network#fits fits} the engine's budget of memory.
     *
     * @param otherwise what is done if it does not, a phrase
     */
    public boolean fits(Map<String, ? extends HostTensor> inputs, String otherwise) {
        Map<String, int[]> shapes = new HashMap<>();
        inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        fed.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        boolean fits = network.fits(shapes);
        if (!fits) {
            network.instead(otherwise);
        }
        return fits;
    }

    /**
     * Computes outputs.
     *
     * @param inputs the network's own
     * @param outputs those that are wanted, of the network's own
     */
    public Map<String, FloatTensor> run(
            Map<String, ? extends HostTensor> inputs, Set<String> outputs, Cancellation cancellation) {
        Map<String, HostTensor> all = new HashMap<>(inputs);
        all.putAll(fed);
        Set<String> wanted = new HashSet<>(outputs);
        remembered.forEach(each -> wanted.addAll(each.outputs.keySet()));
        Map<String, FloatTensor> made = network.run(all, wanted, cancellation);
        for (Remembered each : remembered) {
            Map<String, FloatTensor> own = new HashMap<>();
            each.outputs.forEach((outside, name) -> own.put(name, requireMade(made, outside)));
            each.memory.keep(evaluation, Map.copyOf(own));
        }
        Map<String, FloatTensor> out = new HashMap<>();
        outputs.forEach(name -> out.put(name, requireMade(made, name)));
        return out;
    }

    private FloatTensor requireMade(Map<String, FloatTensor> made, String name) {
        FloatTensor value = made.get(name);
        if (value == null) {
            throw new IllegalStateException("The network " + network.name() + " gave no " + name + ".");
        }
        return value;
    }
}
