package dev.zograf.server.v1;

import dev.zograf.metrics.PrometheusPage;
import dev.zograf.server.http.Routes;
import dev.zograf.server.queue.JobDesk;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** All routes under {@code /v1}. */
public final class V1Api {

    /** Routes that need no key. */
    public static final Set<String> OPEN = Set.of("/v1/health", "/v1/openapi.json");

    private V1Api() {}

    /**
     * Adds the routes.
     *
     * @param shipped a folder of workflows that can be run by name
     * @param upload the most bytes of a form with files
     */
    public static void addTo(
            Routes routes, JobDesk desk, PrometheusPage metrics, String version, Optional<Path> shipped, long upload) {
        StoredWorkflows stored = new StoredWorkflows(desk.vault().folders(), shipped);
        JobRoutes jobs = new JobRoutes(desk, stored);
        jobs.addTo(routes);
        new WorkflowRoutes(desk, stored).addTo(routes);
        new EventRoutes(desk, jobs).addTo(routes);
        new FileRoutes(desk, upload).addTo(routes);
        new InfoRoutes(desk, metrics, version).addTo(routes);
    }
}
