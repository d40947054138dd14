package dev.zograf.server.page;

import dev.zograf.runtime.digest.Sha256;
import dev.zograf.server.http.Call;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.http.Reply;
import dev.zograf.server.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The page at {@code /} and its parts under {@code /page}. They say nothing of anybody and need no key; what they ask of the API does. */
public final class Page {

    /** Routes that need no key. */
    public static final Set<String> OPEN = Set.of("/", "/page/{name}");

    /** No script but ours, none in the page itself, and no text that becomes HTML. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'";

    private static final List<String> FILES = List.of(
            "index.html",
            "icon.svg",
            "announce.js",
            "api.js",
            "base.css",
            "details.js",
            "dialogs.css",
            "dom.js",
            "events.js",
            "fields.js",
            "form.css",
            "form.js",
            "gallery.js",
            "graph.js",
            "jobs.js",
            "json.js",
            "key.js",
            "layers.js",
            "layout.css",
            "lists.css",
            "main.js",
            "mask-editor.js",
            "mask.js",
            "picker.js",
            "picture-field.js",
            "pictures.js",
            "queue.js",
            "stage.css",
            "stage.js",
            "words.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "svg", "image/svg+xml");

    private record Part(String type, byte[] bytes, String tag) {}

    private final Map<String, Part> parts = new LinkedHashMap<>();

    /** Reads the parts. */
    public Page() {
        for (String name : FILES) {
            byte[] bytes = read(name);
            String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
            parts.put(name, new Part(type, bytes, "\"" + Sha256.of(bytes).substring(0, 32) + "\""));
        }
    }

    private static byte[] read(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The page's " + name + " is not on the class path.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("The page's " + name + " cannot be read.", e);
        }
    }

    /** The names of its files. */
    public static List<String> files() {
        return FILES;
    }

    /** Adds the routes. */
    public void addTo(Routes routes) {
        routes.get("/", call -> answer(call, "index.html"));
        routes.get("/page/{name}", call -> answer(call, call.name("name")));
    }

    private Reply answer(Call call, String name) {
        Part part = parts.get(name);
        if (part == null) {
            throw HttpFailure.missing("There is nothing at this address.");
        }
        boolean known = call.header("If-None-Match").filter(part.tag()::equals).isPresent();
        Reply reply = known ? Reply.empty(304) : Reply.bytes(200, part.type(), part.bytes());
        return reply.header("ETag", part.tag())
                .header("Cache-Control", "no-cache")
                .header("Content-Security-Policy", POLICY)
                .header("Cross-Origin-Opener-Policy", "same-origin");
    }
}
