package dev.zograf.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * A network with edits composed into its graph, applied in order. The inputs and outputs of the edit at position {@code i} are called
 * {@code edit.i.NAME} from outside.
 */
public record EditedNetwork(NetworkDefinition network, List<GraphEdit> edits) implements NetworkDefinition {

    /** Copies the list. */
    public EditedNetwork {
        edits = List.copyOf(edits);
    }

    /** The network with edits; itself without. Edits of an edited network follow its own. */
    public static NetworkDefinition of(NetworkDefinition network, List<GraphEdit> edits) {
        if (edits.isEmpty()) {
            return network;
        }
        if (network instanceof EditedNetwork edited) {
            List<GraphEdit> all = new ArrayList<>(edited.edits);
            all.addAll(edits);
            return new EditedNetwork(edited.network, all);
        }
        return new EditedNetwork(network, edits);
    }

    /** What an input or output that the edit at this position declared is called from outside. */
    public static String name(int edit, String name) {
        return "edit." + edit + "." + name;
    }

    @Override
    public String name() {
        return network.name();
    }

    @Override
    public boolean exceedsHalf() {
        return network.exceedsHalf();
    }

    @Override
    public void build(TensorGraph graph, Weights weights) {
        for (int i = 0; i < edits.size(); i++) {
            edits.get(i).apply(new Hooks(graph, name(i, ""), network, weights));
        }
        network.build(graph, weights);
    }
}
