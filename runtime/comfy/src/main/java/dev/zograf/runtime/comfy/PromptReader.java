package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.ComfyPrompt.Input;
import dev.zograf.runtime.comfy.ComfyPrompt.Link;
import dev.zograf.runtime.comfy.ComfyPrompt.Literal;
import dev.zograf.runtime.comfy.ComfyPrompt.Node;
import dev.zograf.runtime.json.JsonTree;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the API format; every mistake at once, each with its place. Other fields of a node mean nothing there and are passed over. */
final class PromptReader {

    static final String WRAPPED = "__value__";
    static final int MAX_NODES = 100_000;
    private static final int MAX_SLOT = 10_000;

    private final List<Problem> problems = new ArrayList<>();

    private PromptReader() {}

    static ComfyPrompt.Reading read(String json) {
        PromptReader reader = new PromptReader();
        String body = json.startsWith("\uFEFF") ? json.substring(1) : json;
        Optional<ComfyPrompt> prompt =
                JsonTree.readPython(body, reader.problems).flatMap(reader::document);
        return new ComfyPrompt.Reading(prompt, List.copyOf(reader.problems));
    }

    static ComfyPrompt.Reading read(JsonTree tree) {
        PromptReader reader = new PromptReader();
        Optional<ComfyPrompt> prompt = reader.document(tree);
        return new ComfyPrompt.Reading(prompt, List.copyOf(reader.problems));
    }

    private Optional<ComfyPrompt> document(JsonTree whole) {
        JsonTree tree = Wrapping.unwrap(whole);
        if (!(tree instanceof JsonTree.Obj root)) {
            add(tree.at(), "A prompt is a JSON object of nodes by id, and this is " + tree.what() + ".", "");
            return Optional.empty();
        }
        return Optional.of(nodes(root));
    }

    private ComfyPrompt nodes(JsonTree.Obj root) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        if (root.members().isEmpty()) {
            add(root.at(), "The prompt has no nodes.", "");
        }
        if (root.members().size() > MAX_NODES) {
            add(
                    root.at(),
                    "The prompt has " + root.members().size() + " nodes.",
                    "At most " + MAX_NODES + " are read.");
            return new ComfyPrompt(nodes);
        }
        root.members().forEach((id, member) -> node(id, member.value()).ifPresent(node -> nodes.put(id, node)));
        return new ComfyPrompt(nodes);
    }

    private Optional<Node> node(String id, JsonTree value) {
        if (!(value instanceof JsonTree.Obj object)) {
            add(
                    value.at(),
                    "The node \"" + id + "\" is " + value.what() + " where an object is needed.",
                    "Write {\"class_type\": \"…\", \"inputs\": {…}}.");
            return Optional.empty();
        }
        JsonTree.Member type = object.members().get("class_type");
        if (type == null) {
            add(object.at(), "The node \"" + id + "\" has no class_type.", "Every node has to have one.");
            return Optional.empty();
        }
        if (!(type.value() instanceof JsonTree.Scalar scalar && scalar.value() instanceof String classType)) {
            add(type.value().at(), "The class_type is " + type.value().what() + " where a text is needed.", "");
            return Optional.empty();
        }
        return Optional.of(new Node(id, classType, inputs(object), title(object), "", object.at()));
    }

    private static String title(JsonTree.Obj node) {
        JsonTree.Member meta = node.members().get("_meta");
        JsonTree.Member title = meta != null && meta.value() instanceof JsonTree.Obj object
                ? object.members().get("title")
                : null;
        return title != null && title.value().plain() instanceof String text ? text : "";
    }

    private Map<String, Input> inputs(JsonTree.Obj node) {
        JsonTree.Member member = node.members().get("inputs");
        if (member == null) {
            return Map.of();
        }
        if (!(member.value() instanceof JsonTree.Obj object)) {
            add(member.value().at(), "The inputs are " + member.value().what() + " where an object is needed.", "");
            return Map.of();
        }
        Map<String, Input> inputs = new LinkedHashMap<>();
        object.members().forEach((name, input) -> input(input.value()).ifPresent(read -> inputs.put(name, read)));
        return inputs;
    }

    private Optional<Input> input(JsonTree tree) {
        if (tree instanceof JsonTree.Arr array) {
            return link(array);
        }
        JsonTree.Member wrapped =
                tree instanceof JsonTree.Obj object ? object.members().get(WRAPPED) : null;
        if (wrapped != null) {
            return Optional.of(new Literal(wrapped.value().plain(), tree.at()));
        }
        return Optional.of(new Literal(tree.plain(), tree.at()));
    }

    private Optional<Input> link(JsonTree.Arr array) {
        if (array.entries().size() != 2) {
            add(
                    array.at(),
                    "This link has " + array.entries().size() + " entries.",
                    "A link is [\"node id\", output slot]; a list is written as {\"" + WRAPPED + "\": […]}.");
            return Optional.empty();
        }
        Object node = array.entries().get(0).plain();
        Object slot = array.entries().get(1).plain();
        if (!(node instanceof String || node instanceof Long)
                || !(slot instanceof Number number)
                || number.doubleValue() != Math.rint(number.doubleValue())
                || number.doubleValue() < 0
                || number.doubleValue() > MAX_SLOT) {
            add(array.at(), "This is no link.", "A link is [\"node id\", output slot], the slot counted from 0.");
            return Optional.empty();
        }
        return Optional.of(new Link(String.valueOf(node), number.intValue(), array.at()));
    }

    private void add(Place at, String message, String remedy) {
        problems.add(Problem.at(at, message, remedy));
    }
}
