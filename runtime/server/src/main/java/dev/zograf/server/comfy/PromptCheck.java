package dev.zograf.server.comfy;

import dev.zograf.runtime.comfy.ComfyClass;
import dev.zograf.runtime.comfy.ComfyClass.Input;
import dev.zograf.runtime.comfy.ComfyClass.Output;
import dev.zograf.runtime.comfy.ComfyClass.Presence;
import dev.zograf.runtime.comfy.ComfyClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a prompt as ComfyUI does: from each output back through what it needs. An output with a mistake behind it, or a class for which
 * nothing stands here, is left out, and the rest runs.
 */
final class PromptCheck {

    private static final String WRAPPED = "__value__";

    private final ComfyClasses classes;
    private final ValueCheck values;
    private final Map<String, Map<?, ?>> nodes;
    private final NodeErrors errors = new NodeErrors();
    private final Map<String, Set<String>> needs = new LinkedHashMap<>();

    PromptCheck(ComfyClasses classes, ValueCheck values, Map<String, Map<?, ?>> nodes) {
        this.classes = classes;
        this.values = values;
        this.nodes = nodes;
    }

    /**
     * What can run.
     *
     * @param outputs the outputs that can be had
     * @param needed those and all nodes that they need
     */
    record Verdict(List<String> outputs, Set<String> needed, NodeErrors errors) {}

    /**
     * Checks from some outputs on.
     *
     * @param wanted ids of output nodes
     */
    Verdict check(List<String> wanted) {
        List<String> good = new ArrayList<>();
        Set<String> needed = new LinkedHashSet<>();
        for (String output : wanted) {
            Set<String> behind = behind(output);
            List<String> bad = behind.stream().filter(errors::has).toList();
            bad.forEach(node -> errors.blocks(node, output));
            if (bad.isEmpty()) {
                good.add(output);
                needed.addAll(behind);
            }
        }
        return new Verdict(good, needed, errors);
    }

    /** A node and all that it needs; each is checked on the way, once. */
    private Set<String> behind(String output) {
        Set<String> seen = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(output));
        while (!open.isEmpty()) {
            String node = open.pop();
            if (seen.add(node)) {
                needs.computeIfAbsent(node, this::node).forEach(open::push);
            }
        }
        return seen;
    }

    /** Checks a node, and gives the nodes that it is linked to. */
    private Set<String> node(String id) {
        Set<String> sources = new LinkedHashSet<>();
        Map<?, ?> node = nodes.getOrDefault(id, Map.of());
        String classType = String.valueOf(node.get("class_type"));
        Optional<ComfyClass> known = classes.get(classType);
        Map<?, ?> given = node.get("inputs") instanceof Map<?, ?> map ? map : Map.of();
        if (known.isEmpty()) {
            return sources;
        }
        if (!known.get().isMapped()) {
            errors.add(id, classType, "custom_validation_failed", known.get().unsupported(), classType, "", Map.of());
        }
        for (Input input : known.get().inputs().values()) {
            if (input.presence() == Presence.HIDDEN) {
                continue;
            }
            if (!given.containsKey(input.name())) {
                if (input.presence() == Presence.REQUIRED) {
                    errors.add(
                            id,
                            classType,
                            "required_input_missing",
                            "A required input is missing.",
                            input.name(),
                            input.name(),
                            Map.of());
                }
                continue;
            }
            Object value = given.get(input.name());
            if (value instanceof Map<?, ?> map && map.containsKey(WRAPPED)) {
                value = map.get(WRAPPED);
            } else if (value instanceof List<?> link) {
                source(id, classType, input, link).ifPresent(sources::add);
                continue;
            }
            value(id, classType, input, value);
        }
        return sources;
    }

    private void value(String id, String classType, Input input, @Nullable Object value) {
        values.check(id, classType, input, value, errors);
    }

    private Optional<String> source(String id, String classType, Input input, List<?> link) {
        if (link.size() != 2 || !(link.get(0) instanceof String source) || !(link.get(1) instanceof Number slot)) {
            errors.add(
                    id,
                    classType,
                    "bad_linked_input",
                    "A link is a node's id and the number of an output.",
                    input.name(),
                    input.name(),
                    Map.of("received_value", link));
            return Optional.empty();
        }
        Map<?, ?> node = nodes.get(source);
        if (node == null) {
            errors.add(
                    id,
                    classType,
                    "exception_during_inner_validation",
                    "The input is linked to a node that there is not.",
                    source,
                    input.name(),
                    Map.of("linked_node", link));
            return Optional.empty();
        }
        Optional<ComfyClass> type = classes.get(String.valueOf(node.get("class_type")));
        if (type.isPresent()) {
            List<Output> outputs = type.get().outputs();
            int index = slot.intValue();
            String gives =
                    index >= 0 && index < outputs.size() ? outputs.get(index).type() : "";
            if (!fits(gives, input.type())) {
                errors.add(
                        id,
                        classType,
                        "return_type_mismatch",
                        "The linked output is of another type.",
                        input.name() + ", received_type(" + gives + ") mismatch input_type(" + input.type() + ")",
                        input.name(),
                        Map.of("received_type", gives, "linked_node", link));
            }
        }
        return Optional.of(source);
    }

    private static boolean fits(String gives, String takes) {
        if (gives.isEmpty()) {
            return false;
        }
        Set<String> one = Set.copyOf(Arrays.asList(gives.split(",", -1)));
        List<String> other = Arrays.asList(takes.split(",", -1));
        return one.contains("*") || other.contains("*") || other.stream().anyMatch(one::contains);
    }
}
