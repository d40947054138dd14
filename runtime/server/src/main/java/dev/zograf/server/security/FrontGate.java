package dev.zograf.server.security;

import dev.zograf.server.http.Call;
import dev.zograf.server.http.Caller;
import dev.zograf.server.http.Gate;
import dev.zograf.server.http.HttpFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Checks host, origin and key of every request, and says to browsers what they may do with the answers. */
public final class FrontGate implements Gate {

    private static final String METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS";
    private static final String HEADERS = "Content-Type, Authorization, X-API-Key, Last-Event-ID, Comfy-User";

    private final Keys keys;
    private final Origins origins;

    /** A gate. */
    public FrontGate(Keys keys, Origins origins) {
        this.keys = keys;
        this.origins = origins;
    }

    @Override
    public Caller admit(Call call, boolean open) {
        origins.check(call);
        // A preflight has no key by definition; what it precedes has one.
        if (!keys.needed() || open || call.method().equals("OPTIONS")) {
            return Caller.LOCAL;
        }
        return keys.of(call)
                .map(key -> new Caller(key.name(), key.admin()))
                .orElseThrow(() -> HttpFailure.of(
                                401, "no-key", "A key is needed, as Authorization: Bearer KEY or X-API-Key: KEY.")
                        .header("WWW-Authenticate", "Basic realm=\"zograf\", charset=\"UTF-8\""));
    }

    @Override
    public Map<String, String> headers(Call call) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Vary", "Origin");
        Optional<String> origin = call.header("Origin").filter(origins::allowed);
        headers.put("Cross-Origin-Resource-Policy", origin.isPresent() ? "cross-origin" : "same-origin");
        origin.ifPresent(allowed -> {
            headers.put("Access-Control-Allow-Origin", allowed);
            if (call.method().equals("OPTIONS")) {
                headers.put("Access-Control-Allow-Methods", METHODS);
                headers.put("Access-Control-Allow-Headers", HEADERS);
                headers.put("Access-Control-Max-Age", "600");
            }
        });
        return headers;
    }
}
