package dev.zograf.runtime.comfy;

import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.InputEntry;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Texts that ComfyUI would read as something else, spelled so that it reads what they say: for it brackets are weights, and {@code embedding:}
 * stands before a learned word, which cannot be spelled otherwise.
 */
final class PlainPrompts {

    /** What the original reads as more than text, before brackets are spelled. */
    private static final Pattern LEARNED = Pattern.compile("(?i)embedding:");

    /** What {@code a1111}, and nobody else, reads as more than text, and weights, which it applies otherwise. */
    private static final Pattern A1111 = Pattern.compile("[()\\[\\]\\\\]|\\bBREAK\\b|\\bAND\\b");

    private static final Set<String> SAME = Set.of("encoder", "text", "syntax", "clipSkip", "lastLayer");

    private PlainPrompts() {}

    /**
     * The same workflow with {@code encode-prompt} in the syntax of ComfyUI in the place of nodes that read the same text to the same effect.
     *
     * @param notes is told where the effect is another one for long texts
     */
    static WorkflowFile spelled(WorkflowFile file, List<String> notes) {
        Map<String, NodeEntry> nodes = new LinkedHashMap<>();
        file.nodes()
                .forEach((id, node) -> nodes.put(
                        id,
                        text(file, node)
                                .map(text -> {
                                    notes.add("nodes." + id + ": CLIPTextEncode takes a text of any length, and "
                                            + node.type() + " may cut a long one, or divide it elsewhere.");
                                    return spelled(node, text);
                                })
                                .orElse(node)));
        return file.withNodes(nodes, file.outputs());
    }

    /** The text of a node that takes it literally; empty of all others. */
    private static Optional<String> text(WorkflowFile file, NodeEntry node) {
        boolean plain = node.type().equals("encode-text");
        if (!plain && !node.type().equals("encode-prompt")
                || !SAME.containsAll(node.in().keySet())) {
            return Optional.empty();
        }
        String syntax = plain ? "plain" : literal(file, node.in().get("syntax")).orElse("a1111");
        return literal(file, node.in().get("text"))
                .filter(text -> syntax.equals("plain")
                        || syntax.equals("a1111") && !A1111.matcher(text).find())
                .filter(text -> !LEARNED.matcher(text).find());
    }

    private static Optional<String> literal(WorkflowFile file, @Nullable Value value) {
        Value found = value;
        if (value instanceof Value.Reference reference && reference.isInput()) {
            InputEntry input = file.inputs().get(reference.port());
            found = input == null ? null : input.initial().orElse(null);
        }
        return found instanceof Value.Literal literal && literal.value() instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    private static NodeEntry spelled(NodeEntry node, String text) {
        Map<String, Value> in = new LinkedHashMap<>(node.in());
        in.put("text", literal(text.replace("(", "\\(").replace(")", "\\)")));
        in.put("syntax", literal("comfy"));
        return new NodeEntry("encode-prompt", 1, in, node.each(), node.extras(), node.typeAt(), node.at());
    }

    private static Value literal(String text) {
        return new Value.Literal(text, Place.NONE);
    }
}
