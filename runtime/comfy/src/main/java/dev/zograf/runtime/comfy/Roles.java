package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.ComfyPrompt.Input;
import dev.zograf.runtime.comfy.ComfyPrompt.Link;
import dev.zograf.runtime.comfy.ComfyPrompt.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Which prompts say what a picture should show, and which what not: by the inputs to which they lead in the end. */
final class Roles {

    private static final Set<String> POSITIVE = Set.of("positive", "conditioning", "cond1", "cond2");
    private static final Set<String> NEGATIVE = Set.of("negative");

    private final Set<String> positive;
    private final Set<String> negative;

    Roles(ComfyPrompt prompt, ComfyClasses classes) {
        negative = towards(prompt, classes, NEGATIVE);
        positive = towards(prompt, classes, POSITIVE);
    }

    /** {@code positive}, also if it is both, {@code negative}, or empty if it is neither. */
    String of(String node) {
        if (positive.contains(node)) {
            return "positive";
        }
        return negative.contains(node) ? "negative" : "";
    }

    private static Set<String> towards(ComfyPrompt prompt, ComfyClasses classes, Set<String> names) {
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        for (Node node : prompt.nodes().values()) {
            node.inputs().forEach((name, input) -> {
                if (names.contains(name) && (!name.equals("conditioning") || ends(node, classes))) {
                    add(prompt, classes, input, found, open);
                }
            });
        }
        while (!open.isEmpty()) {
            Node node = prompt.nodes().get(open.remove());
            if (node != null) {
                // What has both sides, as ControlNetApplyAdvanced, was looked at by the names of its inputs.
                boolean both =
                        node.inputs().containsKey("positive") && node.inputs().containsKey("negative");
                if (!both) {
                    node.inputs().values().forEach(input -> add(prompt, classes, input, found, open));
                }
            }
        }
        return found;
    }

    /** Whether no conditioning comes out of it. */
    private static boolean ends(Node node, ComfyClasses classes) {
        return classes.get(node.classType())
                .map(type -> type.outputs().stream().noneMatch(out -> out.type().equals("CONDITIONING")))
                .orElse(false);
    }

    private static void add(
            ComfyPrompt prompt, ComfyClasses classes, Input input, Set<String> found, Deque<String> open) {
        if (!(input instanceof Link link)) {
            return;
        }
        Node source = prompt.nodes().get(link.node());
        if (source != null) {
            boolean conditioning = classes.get(source.classType())
                    .map(type -> link.slot() < type.outputs().size()
                            && type.outputs().get(link.slot()).type().equals("CONDITIONING"))
                    .orElse(false);
            if (conditioning && found.add(source.id())) {
                open.add(source.id());
            }
        }
    }
}
