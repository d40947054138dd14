package dev.zograf.runtime.network;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Precision;
import dev.zograf.runtime.model.ModelPool;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the weights of networks and what they work with together within a number of bytes: unloads what is idle, and refuses what cannot fit. */
final class MemoryBudget {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryBudget.class);
    private static final int REMEMBERED = 32;
    private static final int STEPS = 64;

    private final long bytes;
    private final boolean savesMemory;
    private final boolean refuses;
    private final ModelPool pool;
    private final MemoryLedger ledger;
    private final Map<String, Long> estimates = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param refuses whether what does not fit is refused, rather than only noted */
    MemoryBudget(NetworkOptions options, boolean refuses, ModelPool pool, MemoryLedger ledger) {
        this.bytes = options.memory();
        this.savesMemory = options.optimization() == Optimization.SMALL;
        this.refuses = refuses;
        this.pool = pool;
        this.ledger = ledger;
    }

    /** Whether a network alone fits with inputs of these shapes. */
    boolean fits(CompiledNetwork network, Map<String, int[]> shapes) {
        PreparedNetwork prepared = network.chosen().prepared();
        // Weights that no size makes fit are loaded in parts.
        long weights = prepared.bytes() < bytes ? prepared.bytes() : prepared.leastBytes();
        return network.chosen().backend().devices().get(0).kind() != Device.Kind.CPU
                || weights + working(network, shapes) <= bytes;
    }

    /**
     * What is to be loaded for a run, and under which key: the network, or one that loads its weights in parts if it does not fit otherwise.
     */
    record Form(PreparedNetwork prepared, CompiledNetwork.OnDevice key) {}

    /**
     * Makes room for a run, on the processor alone: accelerators have memory of their own.
     *
     * @throws InvalidInputException if it cannot fit, saying what it needs
     */
    Form admit(CompiledNetwork network, Device device, Map<String, int[]> shapes) {
        PreparedNetwork whole = network.chosen().prepared();
        Form form = new Form(whole, new CompiledNetwork.OnDevice(network.key(), device));
        if (device.kind() != Device.Kind.CPU) {
            return form;
        }
        long working = working(network, shapes);
        if (whole.bytes() + working > bytes) {
            // In coarse steps, so that runs of nearly the same size share what is loaded.
            long step = Math.max(1, bytes / STEPS);
            long left = Math.max(whole.leastBytes(), (bytes - working) / step * step);
            if (left + working <= bytes && left < whole.bytes()) {
                Optional<PreparedNetwork> parts = whole.within(left);
                form = parts.map(each -> new Form(each, new CompiledNetwork.OnDevice(network.key(), device, left)))
                        .orElse(form);
            }
        }
        require(network, form.prepared, shapes);
        makeRoom(network, form, shapes);
        return form;
    }

    /**
     * Whether a network that is loaded may run beside others: it says so, and even twice as much as the working memory of so many of its kind, for
     * what others keep, fits beside all weights that are loaded.
     */
    boolean isSmall(CompiledNetwork network, Map<String, int[]> shapes, int cores) {
        long working = working(network, shapes);
        return !savesMemory
                && working > 0
                && working < network.chosen().prepared().runsAtOnceBelow()
                && 2 * cores * working + pool.bytes() <= bytes;
    }

    /**
     * Whether a network whose inputs are not known yet can be loaded beside all that is: as much as all weights then have is left for what networks work
     * with.
     */
    boolean hasPlentyFor(CompiledNetwork network) {
        long weights = network.chosen().prepared().bytes();
        return !savesMemory && 2 * (weights + pool.bytes()) <= bytes;
    }

    /** Takes note of what is done because something did not fit. */
    void chose(CompiledNetwork network, String choice) {
        String phrase = network.name() + ": " + choice;
        LOG.info("To stay within {}, {}.", text(bytes), phrase);
        ledger.chose(phrase);
    }

    /**
     * Refuses a run that cannot fit whatever is unloaded.
     *
     * @throws InvalidInputException that says what it needs
     */
    private void require(CompiledNetwork network, PreparedNetwork prepared, Map<String, int[]> shapes) {
        long weights = Math.min(prepared.bytes(), prepared.leastBytes());
        long working = working(network, shapes);
        if (refuses && weights + working > bytes) {
            throw new InvalidInputException(
                    "memory",
                    "The network " + network.name() + " needs about " + text(weights + working) + " for "
                            + MemoryLedger.shapes(shapes) + " (" + text(weights) + " of weights, " + text(working)
                            + " to work with), and there are " + text(bytes)
                            + ". Choose a smaller size or batch, --optimize small for weights as they are stored, or allow it at least "
                            + text(weights + working)
                            + " if the machine has them.");
        }
    }

    /** Unloads other networks until a run fits; the network itself may be loaded or not. */
    private void makeRoom(CompiledNetwork network, Form form, Map<String, int[]> shapes) {
        PreparedNetwork prepared = form.prepared;
        CompiledNetwork.OnDevice key = form.key;
        long weights = prepared.bytes();
        long working = working(network, shapes);
        if (pool.keepWithin(bytes - working - weights, key) > 0) {
            chose(network, "other networks are unloaded before it runs");
        }
        if (key.within() > 0 && !pool.holds(key)) {
            chose(network, "its weights are loaded in parts at each of its runs, which takes much longer");
        } else if (prepared.isMadeSmall() && !pool.holds(key)) {
            chose(network, "its weights stay as they are stored (small), so that its steps take longer");
        }
        ledger.ran(new MemoryLedger.Moment(
                network.name(),
                MemoryLedger.shapes(shapes),
                weights,
                prepared.mappedBytes(),
                weights + pool.bytes(key),
                working,
                Math.min(weights, prepared.leastBytes())));
    }

    private long working(CompiledNetwork network, Map<String, int[]> shapes) {
        String key = System.identityHashCode(network.working()) + network.name() + MemoryLedger.shapes(shapes);
        synchronized (estimates) {
            Long known = estimates.get(key);
            if (known != null) {
                return known;
            }
        }
        // In float16 the processor computes with numbers of 32 bits that it rounds.
        Precision precision = network.chosen().precision();
        boolean floats = precision == Precision.FLOAT32 || precision == Precision.FLOAT16;
        long made;
        try {
            made = floats
                    ? network.working().bytesInArena(shapes)
                    : network.working().bytes(shapes) / 2;
        } catch (IllegalArgumentException e) {
            LOG.debug("The memory of the network {} cannot be estimated.", network.name(), e);
            made = 0;
        }
        synchronized (estimates) {
            estimates.put(key, made);
        }
        return made;
    }

    /** {@code 3.2 GB}, {@code 310 MB} or {@code 12 KB}. */
    static String text(long bytes) {
        if (bytes >= 1_000_000_000L) {
            return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
        }
        return bytes >= 1_000_000 ? Math.round(bytes / 1e6) + " MB" : Math.round(bytes / 1e3) + " KB";
    }
}
