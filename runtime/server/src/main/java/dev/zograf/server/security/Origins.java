package dev.zograf.server.security;

import dev.zograf.server.http.Call;
import dev.zograf.server.http.HttpFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which names the server answers to, and which web pages may speak to it. A page of another origin must not drive the server with the
 * user's browser, and neither must one whose host name was made to mean this machine (DNS rebinding): addresses cannot be rebound, names
 * can, so that only names that were given are answered.
 */
public final class Origins {

    private final Set<String> hosts = new TreeSet<>();
    private final Set<String> origins = new TreeSet<>();

    /**
     * Rules.
     *
     * @param hosts names of this server, besides {@code localhost} and addresses
     * @param origins of other pages that may use it, such as {@code https://shop.example}
     * @throws IllegalArgumentException if an origin is none
     */
    public Origins(List<String> hosts, List<String> origins) {
        hosts.forEach(host -> this.hosts.add(host.toLowerCase(Locale.ROOT)));
        for (String origin : origins) {
            String normal = normal(origin);
            if (normal.isEmpty()) {
                throw new IllegalArgumentException(
                        "\"" + origin + "\" is no origin; write it as https://shop.example or http://localhost:3000.");
            }
            this.origins.add(normal);
        }
    }

    /** Refuses what no honest client sends. */
    public void check(Call call) {
        String host = call.header("Host").orElse("");
        String name = host(host);
        if (!isAddress(name) && !name.equals("localhost") && !hosts.contains(name)) {
            throw HttpFailure.of(
                    403,
                    "wrong-host",
                    "The server does not answer to this host name; start it with --allow-host NAME if it is its own.");
        }
        String origin = call.header("Origin").orElse("");
        if (origin.isEmpty()) {
            boolean foreign =
                    call.header("Sec-Fetch-Site").filter("cross-site"::equals).isPresent();
            boolean navigation =
                    call.header("Sec-Fetch-Mode").filter("navigate"::equals).isPresent()
                            && call.method().equals("GET");
            if (foreign && !navigation) {
                throw refused();
            }
        } else if (!allowed(origin) && !sameOrigin(origin, host)) {
            throw refused();
        }
    }

    private static HttpFailure refused() {
        return HttpFailure.of(
                403,
                "wrong-origin",
                "A web page of another origin may not use this server; start it with --allow-origin ORIGIN to let it.");
    }

    /** Whether a page of that origin may read answers. */
    public boolean allowed(String origin) {
        return origins.contains(normal(origin));
    }

    private static boolean sameOrigin(String origin, String host) {
        String normal = normal(origin);
        return normal.equals(normal("http://" + host)) || normal.equals(normal("https://" + host));
    }

    /** The name in a host header, without its port. */
    private static String host(String header) {
        String lower = header.toLowerCase(Locale.ROOT);
        if (lower.startsWith("[")) {
            int end = lower.indexOf(']');
            return end < 0 ? "" : lower.substring(0, end + 1);
        }
        int colon = lower.lastIndexOf(':');
        return colon < 0 ? lower : lower.substring(0, colon);
    }

    private static boolean isAddress(String name) {
        return name.startsWith("[") || name.matches("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    /** An origin in one spelling, its port always said; empty if it is none. */
    private static String normal(String origin) {
        try {
            URI uri = new URI(origin);
            if (uri.getScheme() == null || uri.getHost() == null) {
                return "";
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
            boolean bare = uri.getRawPath() == null || uri.getRawPath().isEmpty();
            return bare && (scheme.equals("http") || scheme.equals("https"))
                    ? scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port
                    : "";
        } catch (URISyntaxException e) {
            return "";
        }
    }
}
