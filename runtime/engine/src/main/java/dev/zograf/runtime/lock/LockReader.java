package dev.zograf.runtime.lock;

import dev.zograf.api.BadFileException;
import dev.zograf.runtime.json.JsonConfig;
import dev.zograf.runtime.lock.LockFile.LockedFile;
import dev.zograf.runtime.lock.LockFile.LockedModel;
import dev.zograf.runtime.lock.LockFile.LockedPlugin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what {@link LockFile#toJson} wrote. */
public final class LockReader {

    private final String file;

    private LockReader(String file) {
        this.file = file;
    }

    /**
     * The lock in a text.
     *
     * @param file its name for messages
     * @throws BadFileException if it is no lock, a damaged one, or one of a newer format
     */
    public static LockFile read(String file, String text) {
        return new LockReader(file).lock(JsonConfig.parse(file, text.getBytes(StandardCharsets.UTF_8)));
    }

    private LockFile lock(Map<String, ?> root) {
        Object format = root.get("lock");
        if (!(format instanceof Long number)) {
            throw new BadFileException(
                    file, "This is no lock: it does not say \"lock\": 1. Make one with zograf lock.");
        }
        if (number != LockFile.FORMAT) {
            throw new BadFileException(
                    file,
                    "This lock has the format " + number + ", and this Zograf reads " + LockFile.FORMAT
                            + ". Update Zograf, or lock the workflow again.");
        }
        List<LockedPlugin> plugins = new ArrayList<>();
        for (Object entry : list(root, "plugins")) {
            Map<String, ?> plugin = object("plugins", entry);
            Map<String, String> jars = new TreeMap<>();
            Map<String, ?> locked = object("jars", plugin.get("jars"));
            locked.keySet().forEach(name -> jars.put(name, text(locked, name)));
            plugins.add(new LockedPlugin(text(plugin, "id"), text(plugin, "version"), jars));
        }
        List<LockedModel> models = new ArrayList<>();
        for (Object entry : list(root, "models")) {
            Map<String, ?> model = object("models", entry);
            Map<String, LockedFile> files = new TreeMap<>();
            object("files", model.get("files")).forEach((name, value) -> {
                Map<String, ?> locked = object(name, value);
                if (!(locked.get("bytes") instanceof Long bytes)) {
                    throw damaged("bytes");
                }
                files.put(name, new LockedFile(bytes, text(locked, "sha256")));
            });
            models.add(new LockedModel(text(model, "kind"), text(model, "name"), files));
        }
        List<String> nodes = new ArrayList<>();
        for (Object node : list(root, "nodes")) {
            if (!(node instanceof String type)) {
                throw damaged("nodes");
            }
            nodes.add(type);
        }
        return new LockFile(text(root, "zograf"), text(root, "workflow"), nodes, plugins, models);
    }

    private String text(Map<String, ?> from, String name) {
        if (from.get(name) instanceof String text) {
            return text;
        }
        throw damaged(name);
    }

    private List<?> list(Map<String, ?> from, String name) {
        if (from.get(name) instanceof List<?> list) {
            return list;
        }
        throw damaged(name);
    }

    @SuppressWarnings("unchecked") // the keys of a parsed object are texts
    private Map<String, ?> object(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, ?>) map;
        }
        throw damaged(name);
    }

    private BadFileException damaged(String field) {
        return new BadFileException(
                file, "The lock is damaged: \"" + field + "\" is missing or wrong. Lock the workflow again.");
    }
}
