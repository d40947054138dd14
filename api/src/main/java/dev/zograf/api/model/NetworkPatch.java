package dev.zograf.api.model;

import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.WeightSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A change of a network: what it does to the graph, and what it is fed at each evaluation. A plugin ships one by handing it to
 * {@link Editable#withPatch}, or by attaching it to a {@link dev.zograf.api.value.Conditioning}. Immutable.
 */
public interface NetworkPatch {

    /** What changes in the graph. Patches with equal edits share the compiled network. */
    GraphEdit edit();

    /**
     * The inputs that the edit declares, by the edit's own names.
     *
     * <p>Of a patch that is attached to a conditioning each input has the batch as its first axis: the engine joins those of all
     * conditionings that are evaluated together.
     */
    Map<String, HostTensor> inputs(Evaluation evaluation);

    /** Whether it does anything at that moment; where it does not, the network runs without it. */
    default boolean isActive(Moment moment) {
        return true;
    }

    /**
     * Whether a guider attaches it to what it leads away from, too, where it is attached to what it leads towards and the other has no such
     * patch.
     */
    default boolean isForBothSides() {
        return false;
    }

    /**
     * Outputs that the edit declares ({@link dev.zograf.tensor.Hooks#output}) and that are handed back to the memory that the patch is of,
     * by the edit's own names.
     */
    default Set<String> outputs() {
        return Set.of();
    }

    /**
     * A fresh memory, if what it does depends on evaluations before: while a {@linkplain Denoiser#forRun run} lasts the memory then says what
     * is done at each evaluation. Outside of a run, and attached to a conditioning, a patch has none and does what it does by itself.
     */
    default Optional<PatchMemory> memory() {
        return Optional.empty();
    }

    /** A change of the network's weights that does the same, if there is one. */
    default Optional<UnaryOperator<WeightSource>> asWeights() {
        return Optional.empty();
    }

    /** About how many bytes of numbers it keeps in memory. */
    default long heldBytes() {
        return 0;
    }

    /**
     * One patch that does what an earlier one of the same network and this do, where there is one: it takes the place of the earlier one.
     * Low-rank branches at the same layers become one of a higher rank, which needs no other graph.
     */
    default Optional<NetworkPatch> joinedTo(NetworkPatch earlier) {
        return Optional.empty();
    }
}
