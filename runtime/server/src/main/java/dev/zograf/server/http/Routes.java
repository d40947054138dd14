package dev.zograf.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which route answers what. A template is a path in which {@code {name}} stands for one segment and {@code {name*}}, at the end, for all
 * that follow. The first that fits answers.
 */
public final class Routes {

    /** An entry of the table. */
    public record Entry(String method, String template, BodyRule body, Route route) {}

    private record Socket(String template, SocketRoute route) {}

    /** A route that fits, and what its placeholders stand for. */
    record Match(Entry entry, Map<String, String> names) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();

    /** Adds a route without a body. */
    public Routes get(String template, Route route) {
        return add("GET", template, BodyRule.NONE, route);
    }

    /** Adds a route. */
    public Routes add(String method, String template, BodyRule body, Route route) {
        entries.add(new Entry(method, template, body, route));
        return this;
    }

    /** Adds a WebSocket. */
    public Routes socket(String template, SocketRoute route) {
        sockets.add(new Socket(template, route));
        return this;
    }

    /** All routes in order. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    Optional<Match> find(String method, List<String> path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        for (Entry entry : entries) {
            if (entry.method().equals(wanted)) {
                Map<String, String> names = fit(entry.template(), path);
                if (names != null) {
                    return Optional.of(new Match(entry, names));
                }
            }
        }
        return Optional.empty();
    }

    /** The methods that the path has a route for. */
    Set<String> methods(List<String> path) {
        Set<String> methods = new TreeSet<>();
        for (Entry entry : entries) {
            if (fit(entry.template(), path) != null) {
                methods.add(entry.method());
            }
        }
        return methods;
    }

    Optional<SocketRoute> socket(List<String> path) {
        return sockets.stream()
                .filter(socket -> fit(socket.template(), path) != null)
                .map(Socket::route)
                .findFirst();
    }

    private static @Nullable Map<String, String> fit(String template, List<String> path) {
        String[] words = template.substring(1).split("/", -1);
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            if (word.startsWith("{") && word.endsWith("*}")) {
                if (path.size() <= i) {
                    return null;
                }
                names.put(word.substring(1, word.length() - 2), String.join("/", path.subList(i, path.size())));
                return names;
            }
            if (i >= path.size()) {
                return null;
            }
            if (word.startsWith("{")) {
                if (path.get(i).isEmpty()) {
                    return null;
                }
                names.put(word.substring(1, word.length() - 1), path.get(i));
            } else if (!word.equals(path.get(i))) {
                return null;
            }
        }
        return path.size() == words.length ? names : null;
    }
}
