package dev.zograf.runtime.network;

import dev.zograf.api.model.Precision;
import dev.zograf.tensor.TensorGraph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses what computes a network: the engine's own backend, or one from the class path for a precision that it lacks. */
final class Backends implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

    private final NetworkBackend own;
    private final NetworkOptions options;
    private final Set<String> said = new HashSet<>();
    private @Nullable List<NetworkBackend> others;

    /** With the others that are found on the class path when one is first needed. */
    Backends(NetworkBackend own, NetworkOptions options) {
        this.own = own;
        this.options = options;
    }

    Backends(NetworkBackend own, List<NetworkBackend> others) {
        this(own, NetworkOptions.defaults());
        this.others = others;
    }

    /** Prepares a graph by the first backend that can; in full precision by the own one if none can, saying why once. */
    ChosenBackend prepare(String name, TensorGraph graph, Precision precision) {
        List<String> reasons = new ArrayList<>();
        List<NetworkBackend> able = able(precision);
        for (NetworkBackend each : able) {
            Optional<String> obstacle = each.obstacle(precision);
            if (obstacle.isPresent()) {
                reasons.add(each.name() + ": " + obstacle.get());
                continue;
            }
            try {
                ChosenBackend chosen = by(each, name, graph, precision);
                sayWhere(name, chosen, reasons);
                return chosen;
            } catch (UnsupportedNetworkException e) {
                reasons.add(each.name() + ": " + e.getMessage());
            }
        }
        if (others(able).isEmpty()) {
            reasons.add("put zograf-onednn on the class path for it");
        }
        say(name, "float32 instead of " + precision, reasons);
        return by(own, name, graph, Precision.FLOAT32);
    }

    /** Who asked for a card is told that the processor computes. */
    private void sayWhere(String name, ChosenBackend chosen, List<String> reasons) {
        if (options.device().kind() == Device.Kind.CUDA && chosen.backend() != own) {
            say(name, chosen.precision() + " by " + chosen.backend().name() + " on the processor", reasons);
        }
    }

    private List<NetworkBackend> others(List<NetworkBackend> able) {
        return able.stream().filter(each -> each != own).toList();
    }

    /** Those that know a precision, the own one first; the others are not looked for if that can. */
    private List<NetworkBackend> able(Precision precision) {
        if (own.knows(precision) && own.obstacle(precision).isEmpty()) {
            return List.of(own);
        }
        return all().stream().filter(each -> each.knows(precision)).toList();
    }

    /** With which numbers networks are computed for which nobody chose any. */
    Precision preferred() {
        return own.preferred();
    }

    private static ChosenBackend by(NetworkBackend backend, String name, TensorGraph graph, Precision precision) {
        return new ChosenBackend(backend, precision, backend.prepare(name, graph, precision));
    }

    private synchronized void say(String name, String how, List<String> reasons) {
        String why = reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")";
        if (said.add(how + why)) {
            LOG.warn("The network {} is computed in {}{}.", name, how, why);
        }
    }

    /** Why the precision cannot be had here, a phrase, or empty if it can. */
    Optional<String> obstacle(Precision precision) {
        List<String> reasons = new ArrayList<>();
        List<NetworkBackend> able = able(precision);
        for (NetworkBackend each : able) {
            Optional<String> obstacle = each.obstacle(precision);
            if (obstacle.isEmpty()) {
                return obstacle;
            }
            reasons.add(each.name() + ": " + obstacle.get());
        }
        if (others(able).isEmpty()) {
            reasons.add("zograf-onednn is not on the class path");
        }
        return Optional.of(String.join("; ", reasons));
    }

    /** All, the own one first. */
    List<NetworkBackend> all() {
        List<NetworkBackend> all = new ArrayList<>(List.of(own));
        all.addAll(others());
        return all;
    }

    private synchronized List<NetworkBackend> others() {
        if (others == null) {
            others = new ArrayList<>();
            Iterator<NetworkBackend> found = ServiceLoader.load(NetworkBackend.class, Backends.class.getClassLoader())
                    .iterator();
            while (true) {
                try {
                    if (!found.hasNext()) {
                        break;
                    }
                    NetworkBackend next = found.next();
                    next.configure(options);
                    others.add(next);
                } catch (ServiceConfigurationError | LinkageError e) {
                    LOG.warn("A backend for networks is left out: {}", e.toString());
                }
            }
        }
        return others;
    }

    @Override
    public synchronized void close() {
        own.close();
        if (others != null) {
            others.forEach(NetworkBackend::close);
        }
    }
}
