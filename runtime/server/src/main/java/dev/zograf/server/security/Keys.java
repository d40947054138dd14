package dev.zograf.server.security;

import dev.zograf.runtime.digest.Sha256;
import dev.zograf.server.http.Call;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key of a request. A secret comes as {@code Authorization: Bearer SECRET}, as {@code X-API-Key: SECRET}, or as the password of
 * {@code Authorization: Basic}, which browsers send for pictures and WebSockets too.
 */
public final class Keys {

    private final List<ApiKey> keys;

    /** These keys; none if everybody may use the server. */
    public Keys(List<ApiKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Whether a key is needed. */
    public boolean needed() {
        return !keys.isEmpty();
    }

    /** The key of that name. */
    public Optional<ApiKey> named(String name) {
        return keys.stream().filter(key -> key.name().equals(name)).findFirst();
    }

    /** The key of a request. All keys are compared in full, so that the time says nothing of them. */
    public Optional<ApiKey> of(Call call) {
        Optional<String> secret = secret(call);
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        byte[] given = Sha256.of(secret.get().getBytes(StandardCharsets.UTF_8)).getBytes(StandardCharsets.US_ASCII);
        @Nullable ApiKey found = null;
        for (ApiKey key : keys) {
            if (MessageDigest.isEqual(given, key.sha256().getBytes(StandardCharsets.US_ASCII))) {
                found = key;
            }
        }
        return Optional.ofNullable(found);
    }

    private static Optional<String> secret(Call call) {
        Optional<String> plain = call.header("X-API-Key");
        if (plain.isPresent()) {
            return plain;
        }
        String authorization = call.header("Authorization").orElse("");
        String[] words = authorization.split(" ", 2);
        if (words.length < 2) {
            return Optional.empty();
        }
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case "bearer" -> Optional.of(words[1].strip());
            case "basic" -> password(words[1].strip());
            default -> Optional.empty();
        };
    }

    private static Optional<String> password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
