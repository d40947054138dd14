package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.ComfyPrompt.Link;
import dev.zograf.runtime.comfy.ComfyPrompt.Literal;
import dev.zograf.runtime.comfy.ComfyPrompt.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A prompt without its ids: each node as its class, its values and the nodes that it is linked to, in words. */
final class Shape {

    private final ComfyPrompt prompt;
    private final ComfyClasses classes;
    private final Map<String, String> known = new HashMap<>();

    private Shape(ComfyPrompt prompt, ComfyClasses classes) {
        this.prompt = prompt;
        this.classes = classes;
    }

    /** The nodes in words, sorted. Inputs that a class has not are left out: the server does not look at them. */
    static List<String> of(ComfyPrompt prompt, ComfyClasses classes) {
        Shape shape = new Shape(prompt, classes);
        return prompt.nodes().keySet().stream().map(shape::node).sorted().toList();
    }

    private String node(String id) {
        String before = known.get(id);
        if (before != null) {
            return before;
        }
        Node node = prompt.nodes().get(id);
        Map<String, String> inputs = new TreeMap<>();
        node.inputs().forEach((name, input) -> {
            boolean has = classes.get(node.classType())
                    .map(type -> type.inputs().containsKey(name))
                    .orElse(true);
            if (has && input instanceof Link link) {
                inputs.put(name, node(link.node()) + "#" + link.slot());
            } else if (has && ((Literal) input).value() instanceof Number number) {
                inputs.put(name, String.valueOf(number.doubleValue()));
            } else if (has) {
                inputs.put(name, "\"" + ((Literal) input).value() + "\"");
            }
        });
        String words = node.classType() + inputs;
        String mark = node.classType() + ":" + Integer.toHexString(words.hashCode());
        known.put(id, words.length() > 200 ? mark + words.substring(0, 150) : words);
        return known.get(id);
    }
}
