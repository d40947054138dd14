package dev.zograf.server.comfy;

import dev.zograf.WorkflowException;
import dev.zograf.runtime.comfy.ComfyClass;
import dev.zograf.runtime.comfy.ComfyClasses;
import dev.zograf.runtime.comfy.ComfyImport;
import dev.zograf.runtime.comfy.ComfyPrompt;
import dev.zograf.runtime.comfy.ImportedWorkflow;
import dev.zograf.runtime.comfy.ObjectInfo;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.Problem;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.queue.Delivery;
import dev.zograf.server.queue.JobDesk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns prompts into workflows that can run, or says what is wrong with them as ComfyUI does. */
final class Prompts {

    private static final int MOST_NODES = 5000;
    private static final Pattern NODE = Pattern.compile("/nodes/([^/]+)(/.*)?");

    private final JobDesk desk;
    private final ComfyClasses classes;

    Prompts(JobDesk desk, ComfyClasses classes) {
        this.desk = desk;
        this.classes = classes;
    }

    /** A prompt that is refused. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String type;
        private final String details;
        private final transient Map<String, Object> nodeErrors;

        Refused(String type, String message, String details, Map<String, Object> nodeErrors) {
            super(message);
            this.type = type;
            this.details = details;
            this.nodeErrors = nodeErrors;
        }

        String type() {
            return type;
        }

        String details() {
            return details;
        }

        Map<String, Object> nodeErrors() {
            return nodeErrors;
        }
    }

    /**
     * A prompt that can run.
     *
     * @param request what the job keeps of it
     * @param workflow what runs
     * @param outputs the ids of the output nodes that run
     * @param nodeErrors what is wrong with those that do not
     */
    record Ready(Map<String, Object> request, String workflow, List<String> outputs, Map<String, Object> nodeErrors) {}

    Ready prepare(String owner, Map<String, Object> body, ComfyFiles files) throws IOException {
        if (!(body.get("prompt") instanceof Map<?, ?> prompt)) {
            throw new Refused("no_prompt", "There is no prompt.", "The field \"prompt\" is missing.", Map.of());
        }
        Map<String, Map<?, ?>> nodes = nodes(prompt);
        List<String> outputs = outputs(nodes, body.get("partial_execution_targets"));
        ObjectInfo info = new ObjectInfo(classes, desk.engine().models(), () -> files.names(owner, "input"));
        ValueCheck values = new ValueCheck(info, name -> files.find(owner, name).isPresent());
        PromptCheck.Verdict verdict = new PromptCheck(classes, values, nodes).check(outputs);
        if (verdict.outputs().isEmpty()) {
            throw failed(verdict.errors().toMap());
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        nodes.forEach((id, node) -> {
            if (verdict.needed().contains(id)) {
                kept.put(id, node);
            }
        });
        ImportedWorkflow imported = imported(kept, title(body), verdict.errors());
        for (ImportedWorkflow.Result result : imported.results()) {
            prefix(owner, result, verdict.errors(), files);
        }
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("prompt", prompt);
        request.put("extra_data", body.getOrDefault("extra_data", Map.of()));
        request.put("targets", verdict.outputs());
        request.put("nodes", imported.nodes());
        request.put(
                "results",
                imported.results().stream()
                        .map(result -> delivery(result).toMap())
                        .toList());
        String workflow = imported.toJson();
        check(owner, workflow, imported, nodes, verdict.errors());
        return new Ready(request, workflow, verdict.outputs(), verdict.errors().toMap());
    }

    private static void prefix(String owner, ImportedWorkflow.Result result, NodeErrors errors, ComfyFiles files) {
        try {
            files.path(owner, result.kind(), "", delivery(result).prefix() + ".png");
        } catch (HttpFailure e) {
            errors.add(
                    result.node(),
                    result.classType(),
                    "custom_validation_failed",
                    e.message(),
                    "filename_prefix",
                    "filename_prefix",
                    Map.of("received_value", result.prefix()));
            throw failed(errors.toMap());
        }
    }

    private static Map<String, Map<?, ?>> nodes(Map<?, ?> prompt) {
        if (prompt.size() > MOST_NODES) {
            throw new Refused(
                    "invalid_prompt",
                    "The prompt has " + prompt.size() + " nodes, more than the " + MOST_NODES + " that are taken.",
                    "",
                    Map.of());
        }
        Map<String, Map<?, ?>> nodes = new LinkedHashMap<>();
        prompt.forEach((id, node) -> {
            if (!(node instanceof Map<?, ?> map) || !(map.get("class_type") instanceof String)) {
                throw new Refused("invalid_prompt", "A node has no class_type.", "Node ID '#" + id + "'", Map.of());
            }
            nodes.put(String.valueOf(id), map);
        });
        return nodes;
    }

    private List<String> outputs(Map<String, Map<?, ?>> nodes, @Nullable Object targets) {
        List<String> outputs = new ArrayList<>();
        nodes.forEach((id, node) -> {
            String name = String.valueOf(node.get("class_type"));
            Optional<ComfyClass> type = classes.get(name);
            if (type.isEmpty()) {
                String why = "There is no such class here.";
                NodeErrors errors = new NodeErrors();
                errors.add(id, name, "custom_validation_failed", why, name, "", Map.of());
                throw new Refused(
                        "invalid_prompt",
                        "The class " + name + " has no counterpart: " + why,
                        "Node ID '#" + id + "'",
                        errors.toMap());
            }
            boolean wanted = !(targets instanceof List<?> list) || list.contains(id);
            if (type.get().isOutput() && wanted) {
                outputs.add(id);
            }
        });
        if (outputs.isEmpty()) {
            throw new Refused(
                    "prompt_no_outputs", "The prompt has no outputs; add a node such as SaveImage.", "", Map.of());
        }
        return outputs;
    }

    private ImportedWorkflow imported(Map<String, Object> kept, String title, NodeErrors errors) {
        ComfyPrompt.Reading reading = ComfyPrompt.read(JsonText.compact(kept));
        if (reading.prompt().isEmpty() || !reading.problems().isEmpty()) {
            throw new Refused("invalid_prompt", reading.problems().get(0).message(), "", errors.toMap());
        }
        ImportedWorkflow imported;
        try {
            imported = new ComfyImport(classes).of(reading.prompt().get(), title);
        } catch (StackOverflowError e) {
            throw new Refused("invalid_prompt", "The prompt is nested too deeply.", "", errors.toMap());
        }
        for (ImportedWorkflow.Unmapped lost : imported.unmapped()) {
            errors.add(
                    lost.node(),
                    lost.classType(),
                    "custom_validation_failed",
                    lost.reason(),
                    lost.toString(),
                    "",
                    Map.of());
        }
        if (!imported.isComplete()) {
            String details = String.join("\n", imported.complaints());
            throw new Refused(
                    "prompt_outputs_failed_validation", "The prompt cannot be run here.", details, errors.toMap());
        }
        return imported;
    }

    private static String title(Map<String, Object> body) {
        return body.get("title") instanceof String title && title.length() <= 200 ? title : "";
    }

    private static Refused failed(Map<String, Object> errors) {
        return new Refused("prompt_outputs_failed_validation", "No output of the prompt can be had.", "", errors);
    }

    private static Delivery delivery(ImportedWorkflow.Result result) {
        String prefix = result.prefix().isEmpty() ? "ComfyUI_temp" : result.prefix();
        return new Delivery(result.output(), result.node(), prefix, result.kind());
    }

    /** What our own check finds, said of the node that the client knows. */
    private void check(
            String owner, String workflow, ImportedWorkflow imported, Map<String, Map<?, ?>> nodes, NodeErrors errors)
            throws IOException {
        List<Problem> problems;
        try {
            problems = desk.check(owner, workflow, Map.of(), List.of()).problems();
        } catch (WorkflowException e) {
            problems = e.problems();
        }
        if (problems.isEmpty()) {
            return;
        }
        List<String> rest = new ArrayList<>();
        for (Problem problem : problems) {
            Optional<String> node = origin(problem, imported);
            String text = problem.message() + " " + problem.remedy();
            node.ifPresentOrElse(
                    id -> errors.add(
                            id,
                            String.valueOf(nodes.getOrDefault(id, Map.of()).get("class_type")),
                            "custom_validation_failed",
                            text.strip(),
                            problem.pointer(),
                            "",
                            Map.of()),
                    () -> rest.add(text.strip()));
        }
        throw new Refused(
                "prompt_outputs_failed_validation",
                "The prompt cannot be run here.",
                String.join("\n", rest),
                errors.toMap());
    }

    private static Optional<String> origin(Problem problem, ImportedWorkflow imported) {
        Matcher match = NODE.matcher(problem.pointer());
        if (!match.matches()) {
            return Optional.empty();
        }
        String id = match.group(1).replace("~1", "/").replace("~0", "~");
        return imported.nodes().entrySet().stream()
                .filter(entry -> entry.getValue().contains(id))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
