package dev.zograf.server.v1;

import dev.zograf.Workflow;
import dev.zograf.runtime.node.LiveChoices;
import dev.zograf.runtime.node.PortSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Workflows as a form shows them: of each input what the nodes say that it is handed to, such as files, models, choices and ranges; and
 * the nodes with their links, for a drawing.
 */
final class Forms {

    private Forms() {}

    static Map<String, Object> of(Workflow workflow, LiveChoices live) {
        Map<String, Object> form = Workflows.describe(workflow);
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (Workflow.Input input : workflow.inputs()) {
            Map<String, Object> entry = Workflows.describe(input);
            fill(entry, input, workflow.targets(input.name()), live);
            inputs.add(entry);
        }
        form.put("inputs", inputs);
        form.put("steps", workflow.steps().stream().map(Forms::step).toList());
        return form;
    }

    private static Map<String, Object> step(Workflow.Step step) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", step.id());
        out.put("type", step.type());
        out.put("title", step.title());
        out.put("after", step.after());
        return out;
    }

    private static void fill(
            Map<String, Object> entry, Workflow.Input input, List<Workflow.Target> targets, LiveChoices live) {
        if (input.type().equals("image") || input.type().equals("mask")) {
            entry.put("file", input.type());
        }
        double min = input.min();
        double max = input.max();
        Set<String> models = new LinkedHashSet<>();
        Set<String> suggested = new LinkedHashSet<>();
        for (Workflow.Target target : targets) {
            PortSchema port = target.port();
            min = Math.max(min, port.min());
            max = Math.min(max, port.max());
            if (input.doc().isEmpty() && !port.doc().isEmpty()) {
                entry.put("doc", port.doc());
            }
            if (port.step() > 0) {
                entry.putIfAbsent("step", port.step());
            }
            if (port.multipleOf() > 0) {
                entry.putIfAbsent("multipleOf", port.multipleOf());
            }
            if (!port.unit().isEmpty()) {
                entry.putIfAbsent("unit", port.unit());
            }
            if (!port.file().isEmpty()) {
                entry.putIfAbsent("file", port.file());
            }
            if (!port.choices().isEmpty()) {
                entry.putIfAbsent("choices", port.choices());
            }
            if (!port.models().isEmpty()) {
                models.add(port.models());
            }
            if (!port.models().isEmpty() || port.choiceSource().isPresent()) {
                suggested.addAll(now(port, live));
            }
            if (input.type().equals("integer") && port.name().equals("seed")) {
                entry.put("seed", true);
            }
        }
        if (Double.isFinite(min)) {
            entry.put("min", min);
        }
        if (Double.isFinite(max)) {
            entry.put("max", max);
        }
        if (!models.isEmpty()) {
            entry.put("models", models);
        }
        if (!suggested.isEmpty()) {
            entry.put("suggested", suggested);
        }
        entry.put(
                "targets",
                targets.stream()
                        .map(target -> Map.of(
                                "node", target.node(),
                                "input", target.port().name(),
                                "pointer", target.pointer()))
                        .toList());
    }

    /** What there is to choose now; nothing if it cannot be listed, for the text can be written all the same. */
    private static List<String> now(PortSchema port, LiveChoices live) {
        try {
            return live.choices(port);
        } catch (RuntimeException | LinkageError e) {
            return List.of();
        }
    }
}
