package dev.zograf.runtime.onednn;

import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which operators of a graph become one primitive: a layer, and what is done to each of its numbers right after (an activation, the
 * addition of a residual). A layer of which only parts along the last axis are used is one layer for each part.
 */
final class Fusion {

    private static final int LONGEST = 4;
    private static final Set<Op> LAYERS = Set.of(Op.CONV, Op.LINEAR);
    private static final Set<Op> NORMS = Set.of(Op.GROUP_NORM, Op.LAYER_NORM);

    /** The layer, or the slice of one, and what follows in order. */
    record Chain(Tensor root, List<Tensor> after) {
        Tensor last() {
            return after.isEmpty() ? root : after.get(after.size() - 1);
        }
    }

    private final BitSet needed = new BitSet();
    private final BitSet swallowed = new BitSet();
    private final Map<Integer, Chain> chains = new HashMap<>();
    private final Map<Integer, List<Tensor>> consumers = new HashMap<>();
    private final Set<Integer> outputs = new HashSet<>();

    Fusion(TensorGraph graph) {
        graph.outputs().values().forEach(tensor -> outputs.add(tensor.id()));
        List<Tensor> nodes = graph.nodes();
        List<Tensor> lastFirst = new ArrayList<>(graph.needed());
        Collections.reverse(lastFirst);
        for (Tensor tensor : lastFirst) {
            needed.set(tensor.id());
            for (Tensor input : tensor.inputs()) {
                consumers.computeIfAbsent(input.id(), key -> new ArrayList<>()).add(tensor);
            }
        }
        // From behind, so that of two layers that are added the later one takes the sum.
        for (int id = nodes.size() - 1; id >= 0; id--) {
            Tensor tensor = nodes.get(id);
            if (needed.get(id) && isRoot(tensor) && !chains.containsKey(id) && !swallowed.get(id)) {
                chain(tensor);
            }
        }
        nodes.stream().filter(each -> needed.get(each.id()) && isSplit(each)).forEach(each -> swallowed.set(each.id()));
    }

    /** Whether the tensor has to be made, by itself or as the last of a chain. */
    boolean makes(Tensor tensor) {
        return needed.get(tensor.id()) && !swallowed.get(tensor.id());
    }

    /** The chain that ends with the tensor. */
    Optional<Chain> endingWith(Tensor tensor) {
        return Optional.ofNullable(chains.get(tensor.id()));
    }

    private boolean isRoot(Tensor tensor) {
        if (tensor.op() == Op.SLICE) {
            return isSplit(tensor.inputs().get(0));
        }
        return (LAYERS.contains(tensor.op()) || NORMS.contains(tensor.op())) && !isSplit(tensor);
    }

    /** Whether the tensor is a linear layer of which all that is used are parts of its last axis. */
    private boolean isSplit(Tensor tensor) {
        if (tensor.op() != Op.LINEAR
                || outputs.contains(tensor.id())
                || tensor.inputs().stream().skip(1).anyMatch(each -> each.op() != Op.WEIGHT)) {
            return false;
        }
        int last = tensor.shape().rank() - 1;
        return consumers.getOrDefault(tensor.id(), List.of()).stream()
                .allMatch(each -> each.op() == Op.SLICE && each.attribute("axis", Integer.class) == last);
    }

    private void chain(Tensor root) {
        List<Tensor> after = new ArrayList<>();
        Tensor now = root;
        while (after.size() < LONGEST && !outputs.contains(now.id())) {
            List<Tensor> users = consumers.getOrDefault(now.id(), List.of());
            if (users.size() != 1
                    || chains.containsKey(users.get(0).id())
                    || swallowed.get(users.get(0).id())
                    || !follows(root, now, users.get(0))) {
                break;
            }
            swallowed.set(now.id());
            now = users.get(0);
            after.add(now);
        }
        chains.put(now.id(), new Chain(root, List.copyOf(after)));
    }

    private static boolean follows(Tensor root, Tensor now, Tensor next) {
        if (Activations.knows(next)) {
            return true;
        }
        if (NORMS.contains(root.op()) || !next.shape().equals(now.shape())) {
            return false;
        }
        boolean first = next.inputs().get(0) == now;
        return switch (next.op()) {
            case ADD, MULTIPLY -> other(now, next).shape().equals(now.shape());
            case SUBTRACT, DIVIDE -> first && other(now, next).shape().equals(now.shape());
            default -> false;
        };
    }

    /** The operand that is not the chain's. */
    static Tensor other(Tensor now, Tensor next) {
        return next.inputs().get(0) == now
                ? next.inputs().get(1)
                : next.inputs().get(0);
    }
}
