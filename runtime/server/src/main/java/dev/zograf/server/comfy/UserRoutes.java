package dev.zograf.server.comfy;

import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.http.BodyRule;
import dev.zograf.server.http.Call;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.http.Reply;
import dev.zograf.server.queue.MediaTypes;
import dev.zograf.server.security.SafeNames;
import dev.zograf.server.store.DataFolders;
import dev.zograf.server.store.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the front end keeps for its user: settings, and files such as workflows. A key is a user. */
final class UserRoutes {

    private static final long MOST = 10L << 20;
    private static final int DEEPEST = 8;
    private static final String SETTINGS = "comfy.settings.json";

    private final DataFolders folders;

    UserRoutes(DataFolders folders) {
        this.folders = folders;
    }

    void addTo(ComfyRoutes routes) {
        routes.get("/users", call -> Reply.json(Map.of("storage", "server", "migrated", true)));
        routes.post("/users", call -> {
            throw HttpFailure.bad("There is one user for each key, and none is made here.");
        });
        routes.get("/settings", call -> Reply.json(settings(call)));
        routes.get("/settings/{id}", this::setting);
        routes.post("/settings", this::setAll);
        routes.post("/settings/{id}", this::set);
        routes.get("/userdata", this::list);
        routes.get("/v2/userdata", this::listed);
        // Names have slashes in them, encoded or not.
        routes.get("/userdata/{file}", this::read);
        routes.add("POST", "/userdata/{file}", BodyRule.bytes(MOST), this::write);
        routes.add("DELETE", "/userdata/{file}", BodyRule.NONE, this::delete);
        routes.add("POST", "/userdata/{file}/move/{dest}", BodyRule.NONE, this::move);
    }

    private Path root(Call call) {
        return folders.of(call.caller().name(), "user");
    }

    private Map<String, Object> settings(Call call) throws IOException {
        Path file = root(call).resolve(SETTINGS);
        Map<String, Object> out = new LinkedHashMap<>();
        if (Files.isRegularFile(file) && JsonText.parse(Files.readString(file)).orElse(null) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> out.put(String.valueOf(name), value));
        }
        return out;
    }

    private Reply setting(Call call) throws IOException {
        Object value = settings(call).get(call.name("id"));
        return Reply.bytes(
                200, Reply.JSON, (value == null ? "null" : JsonText.write(value)).getBytes(StandardCharsets.UTF_8));
    }

    private synchronized Reply setAll(Call call) throws IOException {
        Map<String, Object> all = settings(call);
        all.putAll(call.object());
        return store(call, all);
    }

    private synchronized Reply set(Call call) throws IOException {
        Map<String, Object> all = settings(call);
        String text = call.text().strip();
        // Not an object like other bodies: the value itself, which may be a number.
        Map<?, ?> wrapped =
                JsonText.parse("{\"value\": " + text + "}").orElse(null) instanceof Map<?, ?> map ? map : Map.of();
        if (!wrapped.keySet().equals(java.util.Set.of("value"))) {
            throw HttpFailure.bad("A setting is a JSON value.");
        }
        all.put(call.name("id"), wrapped.get("value"));
        return store(call, all);
    }

    private Reply store(Call call, Map<String, Object> all) throws IOException {
        write(root(call).resolve(SETTINGS), JsonText.write(all).getBytes(StandardCharsets.UTF_8));
        return Reply.empty(200);
    }

    private void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        DurableFiles.write(folders.temporary(), file, bytes);
    }

    private Path file(Call call, String placeholder) {
        return SafeNames.below(root(call), call.name(placeholder));
    }

    private static boolean is(Call call, String parameter) {
        return call.query(parameter)
                .filter(text -> text.equals("true") || text.equals("1"))
                .isPresent();
    }

    private Reply list(Call call) throws IOException {
        String wanted = call.query("dir").orElse("");
        if (wanted.isEmpty()) {
            throw HttpFailure.bad("The parameter \"dir\" is missing.");
        }
        Path folder = SafeNames.below(root(call), strip(wanted));
        if (!Files.isDirectory(folder)) {
            throw HttpFailure.missing("There is no such folder.");
        }
        List<Object> out = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder, is(call, "recurse") ? DEEPEST : 1)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                String name = name(folder, file);
                if (is(call, "full_info")) {
                    out.add(info(name, file));
                } else if (is(call, "split")) {
                    List<String> parts = new ArrayList<>(List.of(name));
                    parts.addAll(List.of(name.split("/", -1)));
                    out.add(parts);
                } else {
                    out.add(name);
                }
            }
        }
        return Reply.json(out);
    }

    private static String strip(String path) {
        return path.replaceFirst("^/+", "").replaceFirst("/+$", "");
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static Map<String, Object> info(String name, Path file) throws IOException {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("path", name);
        out.put("size", Files.size(file));
        out.put("modified", Files.getLastModifiedTime(file).toMillis());
        out.put("created", Files.getLastModifiedTime(file).toMillis());
        return out;
    }

    private Reply listed(Call call) throws IOException {
        String wanted = strip(call.query("path").orElse(""));
        Path folder = wanted.isEmpty() ? root(call) : SafeNames.below(root(call), wanted);
        if (!Files.isDirectory(folder)) {
            throw HttpFailure.missing("There is no such folder.");
        }
        List<Object> out = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.sorted().toList()) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("name", String.valueOf(file.getFileName()));
                entry.put("path", name(root(call), file));
                entry.put("type", Files.isDirectory(file) ? "directory" : "file");
                if (Files.isRegularFile(file)) {
                    entry.put("size", Files.size(file));
                    entry.put("modified", Files.getLastModifiedTime(file).toMillis());
                }
                out.add(entry);
            }
        }
        return Reply.json(out);
    }

    private Reply read(Call call) {
        Path file = file(call, "file");
        if (!Files.isRegularFile(file)) {
            throw HttpFailure.missing("There is no such file.");
        }
        return Reply.file(MediaTypes.ofName(call.name("file")), file);
    }

    private Reply said(Call call, Path file) throws IOException {
        String name = name(root(call), file);
        return Reply.json(is(call, "full_info") ? info(name, file) : name);
    }

    private Reply write(Call call) throws IOException {
        Path file = file(call, "file");
        boolean overwrite = !call.query("overwrite").filter("false"::equals).isPresent();
        if (Files.exists(file) && !overwrite) {
            throw HttpFailure.of(409, "taken", "There is such a file already.");
        }
        write(file, call.body());
        return said(call, file);
    }

    private Reply delete(Call call) throws IOException {
        Path file = file(call, "file");
        if (!Files.isRegularFile(file)) {
            throw HttpFailure.missing("There is no such file.");
        }
        Files.delete(file);
        return Reply.empty(204);
    }

    private Reply move(Call call) throws IOException {
        Path from = file(call, "file");
        Path to = file(call, "dest");
        boolean overwrite = !call.query("overwrite").filter("false"::equals).isPresent();
        if (!Files.isRegularFile(from)) {
            throw HttpFailure.missing("There is no such file.");
        }
        if (Files.exists(to) && !overwrite) {
            throw HttpFailure.of(409, "taken", "There is such a file already.");
        }
        Files.createDirectories(to.resolveSibling(""));
        DurableFiles.put(from, to);
        return said(call, to);
    }
}
