package dev.zograf.server.comfy;

import dev.zograf.runtime.model.ModelKinds;
import dev.zograf.server.http.BodyRule;
import dev.zograf.server.http.Call;
import dev.zograf.server.http.Reply;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What ComfyUI's clients ask of the system, and what its front end asks for and we have nothing of. */
final class SystemRoutes {

    /** Whose routes and messages these are. */
    private static final String SPOKEN = "0.8.0";

    private final ComfyFiles files;
    private final Map<String, Object> features;

    SystemRoutes(ComfyFiles files, Map<String, Object> features) {
        this.files = files;
        this.features = features;
    }

    void addTo(ComfyRoutes routes) {
        routes.get("/system_stats", call -> Reply.json(stats()));
        routes.get("/features", call -> Reply.json(features));
        routes.get("/extensions", call -> Reply.json(List.of()));
        routes.get("/workflow_templates", call -> Reply.json(Map.of()));
        routes.get("/i18n", call -> Reply.json(Map.of()));
        routes.get("/global_subgraphs", call -> Reply.json(Map.of()));
        routes.get("/node_replacements", call -> Reply.json(Map.of()));
        // The log of a server is no business of its clients.
        routes.get("/internal/logs", call -> Reply.text(200, ""));
        routes.get(
                "/internal/logs/raw",
                call -> Reply.json(Map.of("entries", List.of(), "size", Map.of("cols", 80, "rows", 24))));
        routes.add("PATCH", "/internal/logs/subscribe", BodyRule.LAX_JSON, call -> Reply.empty(200));
        routes.get("/internal/folder_paths", this::folders);
        routes.get(
                "/internal/files/{type}",
                call -> Reply.json(files.names(call.caller().name(), call.name("type"))));
    }

    /** The kinds of models; where they lie is no business of clients. */
    private Reply folders(Call call) {
        Map<String, Object> out = new LinkedHashMap<>();
        ModelKinds.all().forEach(kind -> out.put(kind, List.of()));
        return Reply.json(out);
    }

    private static Map<String, Object> stats() {
        long total = 0;
        long free = 0;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine) {
            total = machine.getTotalMemorySize();
            free = machine.getFreeMemorySize();
        }
        String java = "none, Java " + System.getProperty("java.version");
        Map<String, Object> system = new LinkedHashMap<>();
        system.put("os", System.getProperty("os.name").toLowerCase(Locale.ROOT));
        system.put("ram_total", total);
        system.put("ram_free", free);
        system.put("comfyui_version", SPOKEN);
        system.put("required_frontend_version", "");
        system.put("python_version", java);
        system.put("pytorch_version", "none, ONNX Runtime");
        system.put("embedded_python", false);
        system.put("argv", List.of("zograf", "serve"));
        Map<String, Object> device = new LinkedHashMap<>();
        device.put("name", "cpu");
        device.put("type", "cpu");
        device.put("index", null);
        device.put("vram_total", total);
        device.put("vram_free", free);
        device.put("torch_vram_total", total);
        device.put("torch_vram_free", free);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("system", system);
        out.put("devices", List.of(device));
        return out;
    }
}
