package dev.zograf.runtime.comfy;

import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A workflow of ComfyUI as it is queued (the "API format"): nodes by id, each with literals and links for inputs. It is well-formed, but
 * not checked against the classes that there are; links may lead to nodes that there are not.
 *
 * @param nodes in the file's order
 */
public record ComfyPrompt(Map<String, Node> nodes) {

    /** Keeps an unmodifiable copy. */
    public ComfyPrompt {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    }

    /**
     * A node.
     *
     * @param id mostly a number; inside of a subgraph {@code 12:7}
     * @param classType the class in ComfyUI
     * @param inputs by name, in the file's order
     * @param title what its author called it; may be empty
     * @param pack the extension that it comes from, as the editor noted it ({@code cnr_id}); may be empty
     * @param at where it stands
     */
    public record Node(String id, String classType, Map<String, Input> inputs, String title, String pack, Place at) {

        /** Keeps an unmodifiable copy. */
        public Node {
            inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        }
    }

    /** What an input is given. */
    public sealed interface Input {

        /** Where it stands. */
        Place at();

        /** What JSON has for it. */
        @Nullable
        Object json();
    }

    /**
     * A value that is written there.
     *
     * @param value a {@code String}, {@code Boolean}, {@code Long}, {@code BigInteger} beyond 64 bits, {@code Double}, {@code List},
     *     {@code Map} or null; a list is written as {@code {"__value__": […]}}, because ComfyUI takes any other list for a link
     */
    public record Literal(@Nullable Object value, Place at) implements Input {
        @Override
        public @Nullable Object json() {
            return value instanceof List<?> ? Map.of(PromptReader.WRAPPED, value) : value;
        }
    }

    /**
     * A link to an output.
     *
     * @param node the node's id
     * @param slot the place of the output among the node's outputs, from 0
     */
    public record Link(String node, int slot, Place at) implements Input {
        @Override
        public Object json() {
            return List.of(node, slot);
        }
    }

    /**
     * What came of reading a text.
     *
     * @param prompt the workflow; empty if it cannot be used at all
     * @param problems everything that is wrong, in the text's order
     */
    public record Reading(Optional<ComfyPrompt> prompt, List<Problem> problems) {}

    /**
     * Reads the API format, bare or in what clients and services put around it ({@code {"prompt": {…}}}).
     *
     * @param json the text; untrusted
     */
    public static Reading read(String json) {
        return PromptReader.read(json);
    }

    /** The same as JSON text, as ComfyUI's own export has it. */
    public String toJson() {
        return JsonText.write(toMap());
    }

    /** The same as plain maps and lists. */
    public Map<String, Object> toMap() {
        Map<String, Object> root = new LinkedHashMap<>();
        nodes.forEach((id, node) -> {
            Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
            node.inputs().forEach((name, input) -> inputs.put(name, input.json()));
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("inputs", inputs);
            out.put("class_type", node.classType());
            if (!node.title().isEmpty()) {
                out.put("_meta", Map.of("title", node.title()));
            }
            root.put(id, out);
        });
        return root;
    }

    /** The links that lead to a node, in order of the file. */
    List<Use> uses(String id) {
        List<Use> uses = new ArrayList<>();
        for (Node node : nodes.values()) {
            node.inputs().forEach((name, input) -> {
                if (input instanceof Link link && link.node().equals(id)) {
                    uses.add(new Use(node, name, link));
                }
            });
        }
        return uses;
    }

    /** A node that takes an output of another one by this input. */
    record Use(Node by, String input, Link link) {}
}
