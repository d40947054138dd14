package dev.zograf.server.comfy;

import dev.zograf.runtime.comfy.ComfyClasses;
import dev.zograf.runtime.comfy.ObjectInfo;
import dev.zograf.runtime.model.ModelKinds;
import dev.zograf.server.http.Call;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.http.Reply;
import dev.zograf.server.queue.JobDesk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The classes and the models that there are. */
final class ModelRoutes {

    private final JobDesk desk;
    private final ComfyClasses classes;
    private final ComfyFiles files;

    ModelRoutes(JobDesk desk, ComfyClasses classes, ComfyFiles files) {
        this.desk = desk;
        this.classes = classes;
        this.files = files;
    }

    void addTo(ComfyRoutes routes) {
        routes.get("/object_info", call -> Reply.json(info(call).all()));
        routes.get("/object_info/{class}", call -> Reply.json(info(call).of(call.name("class"))));
        routes.get("/models", call -> Reply.json(ModelKinds.all()));
        routes.get("/models/{folder}", call -> Reply.json(names(call)));
        routes.get(
                "/embeddings",
                call -> Reply.json(desk.engine().models().names("embeddings").stream()
                        .map(name -> name.replaceFirst("\\.[A-Za-z]+$", ""))
                        .toList()));
        routes.get(
                "/experiment/models",
                call -> Reply.json(ModelKinds.all().stream()
                        .map(kind -> Map.of("name", kind, "folders", List.of(kind)))
                        .toList()));
        routes.get("/experiment/models/{folder}", this::listed);
        routes.get("/experiment/models/preview/{path*}", call -> {
            throw HttpFailure.missing("The model has no preview.");
        });
    }

    private ObjectInfo info(Call call) {
        return new ObjectInfo(
                classes, desk.engine().models(), () -> files.names(call.caller().name(), "input"));
    }

    private List<String> names(Call call) {
        String kind = call.name("folder");
        if (!ModelKinds.all().contains(kind)) {
            throw HttpFailure.missing("There is no such folder of models.");
        }
        return desk.engine().models().names(kind);
    }

    private Reply listed(Call call) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (String name : names(call)) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", name);
            entry.put("pathIndex", 0);
            all.add(entry);
        }
        return Reply.json(all);
    }
}
