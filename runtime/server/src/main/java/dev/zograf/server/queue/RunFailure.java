package dev.zograf.server.queue;

import dev.zograf.WorkflowException;
import dev.zograf.runtime.json.Problem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Why a job failed, as JSON has it. */
final class RunFailure {

    private RunFailure() {}

    static Map<String, Object> of(WorkflowException e) {
        Map<String, Object> out =
                of(String.valueOf(e.getMessage()), e.kind().name().toLowerCase(Locale.ROOT));
        e.problems().stream()
                .map(Problem::pointer)
                .filter(pointer -> !pointer.isEmpty())
                .findFirst()
                .ifPresent(pointer -> out.put("pointer", pointer));
        e.node().ifPresent(node -> out.put("node", node));
        e.nodeType().ifPresent(type -> out.put("type", type));
        e.rule().ifPresent(rule -> out.put("rule", rule));
        if (!e.nodeInputs().isEmpty()) {
            out.put("inputs", e.nodeInputs());
        }
        return out;
    }

    static Map<String, Object> of(String message, String kind) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("message", message);
        out.put("kind", kind);
        return out;
    }
}
