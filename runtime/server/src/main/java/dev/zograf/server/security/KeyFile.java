package dev.zograf.server.security;

import dev.zograf.Policy;
import dev.zograf.WorkflowException;
import dev.zograf.api.BadFileException;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a file of keys: {@code {"keys": [{"name": "shop", "sha256": "…", "policy": "shop.json", "queued": 20, "admin": false}]}}. Strict: a
 * misspelt limit must not be a limit that does not hold.
 */
public final class KeyFile {

    private static final Set<String> FIELDS = Set.of("name", "sha256", "policy", "queued", "admin");

    private KeyFile() {}

    /**
     * The keys of a file.
     *
     * @throws BadFileException if it is no such file, or a policy that it names is none
     */
    public static List<ApiKey> read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new BadFileException(file.toString(), "it cannot be read: " + e.getMessage() + ".", e);
        }
        List<Problem> problems = new ArrayList<>();
        Object root = JsonText.parse(text, problems).orElse(Map.of());
        if (!problems.isEmpty()) {
            throw new BadFileException(file.toString(), problems.get(0).toString());
        }
        if (!(root instanceof Map<?, ?> map)
                || !map.keySet().equals(Set.of("keys"))
                || !(map.get("keys") instanceof List<?> entries)
                || entries.isEmpty()) {
            throw bad(file, "it has to be an object with the one field \"keys\", an array that is not empty.");
        }
        List<ApiKey> keys = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Object entry : entries) {
            ApiKey key = key(file, entry);
            if (!names.add(key.name())) {
                throw bad(file, "the name \"" + key.name() + "\" is there twice.");
            }
            keys.add(key);
        }
        return keys;
    }

    private static ApiKey key(Path file, Object entry) {
        if (!(entry instanceof Map<?, ?> fields)) {
            throw bad(file, "every key is an object.");
        }
        for (Object field : fields.keySet()) {
            if (!FIELDS.contains(field)) {
                throw bad(
                        file, "a key has no field \"" + field + "\"; fields are name, sha256, policy, queued, admin.");
            }
        }
        if (!(fields.get("name") instanceof String name) || !name.matches("[A-Za-z0-9_-]{1,40}")) {
            throw bad(file, "a key's name is 1 to 40 letters, digits, - and _.");
        }
        if (!(fields.get("sha256") instanceof String hash) || !hash.matches("[0-9a-f]{64}")) {
            throw bad(file, "\"sha256\" of \"" + name + "\" is 64 hexadecimal digits: the SHA-256 hash of the secret.");
        }
        Object admin = fields.get("admin");
        Object queued = fields.get("queued");
        if (admin != null && !(admin instanceof Boolean)) {
            throw bad(file, "\"admin\" of \"" + name + "\" is true or false.");
        }
        if (queued != null && !(queued instanceof Long number && number > 0 && number <= Integer.MAX_VALUE)) {
            throw bad(file, "\"queued\" of \"" + name + "\" is a whole number from 1.");
        }
        Object policy = fields.get("policy");
        if (policy != null && !(policy instanceof String)) {
            throw bad(file, "\"policy\" of \"" + name + "\" is the name of a file.");
        }
        return new ApiKey(
                name,
                hash,
                Boolean.TRUE.equals(admin),
                Optional.ofNullable((String) policy).map(other -> policy(file, other)),
                queued instanceof Long number ? number.intValue() : 0);
    }

    private static Policy policy(Path keys, String name) {
        Path file = keys.toAbsolutePath().resolveSibling(name);
        try {
            return Policy.read(file);
        } catch (WorkflowException e) {
            throw new BadFileException(file.toString(), String.valueOf(e.getMessage()), e);
        }
    }

    private static BadFileException bad(Path file, String message) {
        return new BadFileException(file.toString(), message);
    }
}
