package dev.zograf.server.comfy;

import dev.zograf.runtime.comfy.ComfyClasses;
import dev.zograf.server.http.Routes;
import dev.zograf.server.queue.JobDesk;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ComfyUI's routes, each also under {@code /api}, and its WebSocket. */
public final class ComfyApi {

    private static final Logger LOG = LoggerFactory.getLogger(ComfyApi.class);

    private ComfyApi() {}

    /**
     * Adds the routes.
     *
     * @param upload the most bytes of a form with files
     */
    public static void addTo(Routes routes, JobDesk desk, long upload) {
        ComfyClasses classes = ComfyClasses.of(desk.engine().plugins(), reason -> LOG.warn("Left out: {}", reason));
        ComfyFiles files = new ComfyFiles(desk.vault().folders());
        Map<String, Object> features = new LinkedHashMap<>();
        features.put("supports_preview_metadata", true);
        features.put("max_upload_size", upload);
        ComfyRoutes both = new ComfyRoutes(routes);
        new PromptRoutes(desk, new Prompts(desk, classes), files).addTo(both);
        new JobsRoutes(desk).addTo(both);
        new UploadRoutes(desk, files, upload).addTo(both);
        new ViewRoutes(desk, files).addTo(both);
        new ModelRoutes(desk, classes, files).addTo(both);
        new SystemRoutes(files, features).addTo(both);
        new UserRoutes(desk.vault().folders()).addTo(both);
        Sockets sockets = new Sockets(desk, features);
        desk.events().add(sockets);
        routes.socket("/ws", sockets::opened);
        routes.socket("/api/ws", sockets::opened);
    }
}
