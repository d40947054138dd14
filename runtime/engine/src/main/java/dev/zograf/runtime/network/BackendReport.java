package dev.zograf.runtime.network;

import dev.zograf.api.model.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a backend can do here.
 *
 * @param version of its library, empty if that cannot be loaded
 * @param obstacles why it cannot compute at the precisions that it knows, by precision; empty where it can
 */
public record BackendReport(String name, String version, Map<Precision, Optional<String>> obstacles) {

    /** Of the backends on the class path, the given one first. Loads their libraries. */
    public static List<BackendReport> all(NetworkBackend own) {
        List<BackendReport> reports = new ArrayList<>();
        try (Backends backends = new Backends(own, NetworkOptions.defaults())) {
            backends.all().forEach(backend -> reports.add(of(backend)));
        }
        return reports;
    }

    private static BackendReport of(NetworkBackend backend) {
        Map<Precision, Optional<String>> obstacles = new LinkedHashMap<>();
        for (Precision precision : Precision.values()) {
            if (precision != Precision.AUTO && backend.knows(precision)) {
                obstacles.put(precision, backend.obstacle(precision));
            }
        }
        return new BackendReport(backend.name(), backend.version(), obstacles);
    }
}
