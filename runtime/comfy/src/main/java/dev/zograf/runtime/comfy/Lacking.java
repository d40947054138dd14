package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.ComfyClass.Input;
import dev.zograf.runtime.comfy.ComfyClass.Presence;
import dev.zograf.runtime.comfy.ComfyPrompt.Link;
import dev.zograf.runtime.comfy.ComfyPrompt.Literal;
import dev.zograf.runtime.comfy.ComfyPrompt.Node;
import java.util.HashMap;
import java.util.Map;

/**
 * Which nodes cannot be had because they, or what they need, lack an input that is only ever linked, or are linked to a node that there is
 * not. The original leaves outputs out that need such a node, and runs the others. Links must not lead in a circle.
 */
final class Lacking {

    private final ComfyPrompt prompt;
    private final ComfyClasses classes;
    private final Map<String, Boolean> known = new HashMap<>();

    Lacking(ComfyPrompt prompt, ComfyClasses classes) {
        this.prompt = prompt;
        this.classes = classes;
    }

    boolean is(Node node) {
        Boolean before = known.get(node.id());
        if (before != null) {
            return before;
        }
        boolean found = lacks(node);
        for (ComfyPrompt.Input input : node.inputs().values()) {
            if (input instanceof Link link) {
                Node source = prompt.nodes().get(link.node());
                found |= source == null || is(source);
            }
        }
        known.put(node.id(), found);
        return found;
    }

    private boolean lacks(Node node) {
        return classes.get(node.classType()).stream()
                .flatMap(type -> type.inputs().values().stream())
                .anyMatch(input -> input.presence() == Presence.REQUIRED
                        && !input.isWidget()
                        && input.initial().isEmpty()
                        && isNothing(node, input));
    }

    private static boolean isNothing(Node node, Input input) {
        ComfyPrompt.Input given = node.inputs().get(input.name());
        return given == null || (given instanceof Literal literal && literal.value() == null);
    }
}
