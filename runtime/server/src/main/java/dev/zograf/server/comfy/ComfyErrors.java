package dev.zograf.server.comfy;

import dev.zograf.server.http.Call;
import dev.zograf.server.http.ErrorStyle;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.http.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

/** Errors as ComfyUI's clients read them. */
public final class ComfyErrors implements ErrorStyle {

    @Override
    public Reply write(Call call, HttpFailure failure) {
        boolean prompt = call.method().equals("POST")
                && !call.path().isEmpty()
                && call.path().get(call.path().size() - 1).equals("prompt");
        return prompt
                ? prompt(failure.status(), failure.code().replace('-', '_'), failure.message(), "", Map.of())
                : Reply.json(failure.status(), Map.of("error", failure.message()));
    }

    /** The answer to a prompt that cannot be run. */
    static Reply prompt(int status, String type, String message, String details, Map<String, Object> nodeErrors) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("type", type);
        error.put("message", message);
        error.put("details", details);
        error.put("extra_info", Map.of());
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("error", error);
        out.put("node_errors", nodeErrors);
        return Reply.json(status, out);
    }
}
