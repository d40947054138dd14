package dev.zograf.server.comfy;

import dev.zograf.server.http.BodyRule;
import dev.zograf.server.http.Route;
import dev.zograf.server.http.Routes;

/** Adds every route twice: as it is, and under {@code /api}. */
final class ComfyRoutes {

    private final Routes routes;

    ComfyRoutes(Routes routes) {
        this.routes = routes;
    }

    void add(String method, String template, BodyRule body, Route route) {
        routes.add(method, template, body, route);
        routes.add(method, "/api" + template, body, route);
    }

    void get(String template, Route route) {
        add("GET", template, BodyRule.NONE, route);
    }

    /** Takes JSON, whatever type the client says it is: many say nothing, or that it is a form. */
    void post(String template, Route route) {
        add("POST", template, BodyRule.LAX_JSON, route);
    }
}
