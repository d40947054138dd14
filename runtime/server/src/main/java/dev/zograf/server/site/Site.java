package dev.zograf.server.site;

import dev.zograf.server.http.Call;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.http.Reply;
import dev.zograf.server.http.Routes;
import dev.zograf.server.security.SafeNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Serves a folder of web pages that the host trusts, {@code index.html} first. */
public final class Site {

    private static final String POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:;"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' data: blob:;"
            + " font-src 'self' data:; connect-src 'self' ws: wss: data: blob:; worker-src 'self' blob:;"
            + " object-src 'none'; base-uri 'self'; frame-ancestors 'self'";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html;charset=utf-8"),
            Map.entry("js", "text/javascript;charset=utf-8"),
            Map.entry("mjs", "text/javascript;charset=utf-8"),
            Map.entry("css", "text/css;charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("gif", "image/gif"),
            Map.entry("woff", "font/woff"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("ttf", "font/ttf"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("txt", "text/plain;charset=utf-8"));

    private final Path folder;

    /** A site. */
    public Site(Path folder) {
        this.folder = folder;
    }

    /** Adds the route for everything that no other one answers. */
    public void addTo(Routes routes) {
        routes.get("/{path*}", this::answer);
    }

    private Reply answer(Call call) {
        String path = call.name("path");
        Path file = SafeNames.below(folder, path.isEmpty() ? "index.html" : path);
        if (!Files.isRegularFile(file)) {
            throw HttpFailure.missing("There is nothing at this address.");
        }
        String name = String.valueOf(file.getFileName());
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        // Files whose names have a hash in them never change; asking again costs little for the rest.
        return Reply.file(TYPES.getOrDefault(extension, "application/octet-stream"), file)
                .header("Content-Security-Policy", POLICY)
                .header("X-Frame-Options", "SAMEORIGIN")
                .header("Cache-Control", path.startsWith("assets/") ? "max-age=3600" : "no-cache");
    }
}
