package dev.zograf.server.v1;

import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.http.Call;
import dev.zograf.server.http.ErrorStyle;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Errors as problem details (RFC 9457). */
public final class V1Errors implements ErrorStyle {

    @Override
    public Reply write(Call call, HttpFailure failure) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("type", "about:blank");
        out.put("title", failure.code());
        out.put("status", failure.status());
        out.put("detail", failure.message());
        out.putAll(failure.extras());
        return Reply.bytes(
                failure.status(),
                "application/problem+json",
                JsonText.write(out).getBytes(StandardCharsets.UTF_8));
    }
}
