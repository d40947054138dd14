package dev.zograf.graphs.parity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The workflow of a pipeline as adapters see it that put nodes behind its prompts. */
interface PipelineText {

    /** What both sides of guidance are at the moment, as inputs of a node. */
    String sides();

    /** From now on both sides are those of this node. */
    void sidesFrom(String node);

    /** An input of the workflow. */
    void input(String name, String type);

    /** An output of the workflow. */
    void output(String name, String from);

    /**
     * A node.
     *
     * @param in entries of its inputs, with single quotes for double ones
     */
    void node(String id, String type, String... in);

    /**
     * Pictures of any sizes from the workflow's inputs {@code id_0}, {@code id_1}.
     *
     * @return a list of references to them
     */
    default String pictures(String id, List<Path> files) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            String one = id + "_" + i;
            input(one, "text");
            node(one, "load-image", "'image': {'from': 'inputs." + one + "'}");
            all.add("{'from': '" + one + ".image'}");
        }
        return "[" + String.join(", ", all) + "]";
    }

    /**
     * The same as one batch, for pictures of one size.
     *
     * @return where it comes from
     */
    default String batch(String id, List<Path> files) {
        node(id, "batch-images", "'images': " + pictures(id, files));
        return id + ".image";
    }

    /** The inputs of {@link #pictures}. */
    static Map<String, Object> inputs(String id, List<Path> files) {
        Map<String, Object> out = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            out.put(id + "_" + i, files.get(i));
        }
        return out;
    }
}
