package dev.zograf.runtime.lock;

import dev.zograf.runtime.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a workflow needs, to the byte.
 *
 * @param zograf the engine's version
 * @param workflow SHA-256 of what the workflow does: its inputs, nodes and outputs, not its titles and layout
 * @param nodes the node types with their versions, sorted
 * @param plugins those that bring the node types, sorted by id
 * @param models the models that it opens, sorted by kind and name
 */
public record LockFile(
        String zograf, String workflow, List<String> nodes, List<LockedPlugin> plugins, List<LockedModel> models) {

    /** The version of the format that this engine reads and writes. */
    public static final int FORMAT = 1;

    /**
     * A plugin.
     *
     * @param version empty if it states none
     * @param jars SHA-256 by name; none if it is on the host's class path
     */
    public record LockedPlugin(String id, String version, Map<String, String> jars) {}

    /** A model as a workflow names it, and all its files by relative name. */
    public record LockedModel(String kind, String name, Map<String, LockedFile> files) {}

    /** A file's content: how long it is, and its SHA-256 in hexadecimal digits. */
    public record LockedFile(long bytes, String sha256) {}

    /** The lock as indented JSON. */
    public String toJson() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("lock", FORMAT);
        out.put("zograf", zograf);
        out.put("workflow", workflow);
        out.put("nodes", nodes);
        List<Object> allPlugins = new ArrayList<>();
        for (LockedPlugin plugin : plugins) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("id", plugin.id());
            entry.put("version", plugin.version());
            entry.put("jars", plugin.jars());
            allPlugins.add(entry);
        }
        out.put("plugins", allPlugins);
        List<Object> allModels = new ArrayList<>();
        for (LockedModel model : models) {
            Map<String, Object> files = new LinkedHashMap<>();
            model.files().forEach((name, file) -> {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("bytes", file.bytes());
                entry.put("sha256", file.sha256());
                files.put(name, entry);
            });
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("kind", model.kind());
            entry.put("name", model.name());
            entry.put("files", files);
            allModels.add(entry);
        }
        out.put("models", allModels);
        return JsonText.write(out);
    }
}
