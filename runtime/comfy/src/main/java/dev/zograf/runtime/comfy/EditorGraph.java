package dev.zograf.runtime.comfy;

import dev.zograf.runtime.json.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A graph as the editor keeps it: the whole, or the definition of a subgraph.
 *
 * @param name of a definition; empty for the whole
 * @param nodes by id
 * @param links by id
 * @param inputs of a definition; links from its inputs come from the node {@link #INPUTS}, the slot counting these
 * @param outputs of a definition; links to its outputs lead to the node {@link #OUTPUTS}
 * @param definitions subgraphs that nodes here may be, by id
 * @param inOrder whether inputs and values of widgets of a node that stands for it are those of the inner nodes in order
 */
record EditorGraph(
        String name,
        Map<String, Node> nodes,
        Map<String, Link> links,
        List<Port> inputs,
        List<Port> outputs,
        Map<String, EditorGraph> definitions,
        boolean inOrder) {

    static final String INPUTS = "-10";
    static final String OUTPUTS = "-20";

    /** Modes of a node: it is left out, with what needs it, or its inputs are passed on. */
    static final int MUTED = 2;

    static final int BYPASSED = 4;

    /**
     * A node.
     *
     * @param widgets values of widgets by place
     * @param named values of widgets by name, where the node keeps them so
     * @param proxies widgets of inner nodes that a subgraph shows as its own: the id of the node and the name
     * @param searchName by which names of files look for it; empty if the file has none
     */
    record Node(
            String id,
            String type,
            int mode,
            List<Slot> inputs,
            List<Port> outputs,
            List<@Nullable Object> widgets,
            Map<String, Object> named,
            List<List<String>> proxies,
            String title,
            String searchName,
            String pack,
            Place at) {

        /** The same by another id, with other inputs. */
        Node as(String otherId, List<Slot> otherInputs) {
            return new Node(
                    otherId, type, mode, otherInputs, outputs, widgets, named, proxies, title, searchName, pack, at);
        }

        /** The same with other values of widgets. */
        Node withWidgets(List<@Nullable Object> other) {
            return new Node(id, type, mode, inputs, outputs, other, named, proxies, title, searchName, pack, at);
        }
    }

    /**
     * An input of a node.
     *
     * @param widget the name of the widget that it stands for; empty if it stands for none
     */
    record Slot(String name, String type, Optional<String> link, String widget) {}

    /** An output of a node, or an input or output of a definition. */
    record Port(String name, String type) {}

    /** A link from an output to an input. */
    record Link(String from, int fromSlot, String to, int toSlot) {}
}
