package dev.zograf;

import dev.zograf.api.NodePlugin;
import dev.zograf.api.model.Precision;
import dev.zograf.runtime.network.CudaOptions;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.MemoryLedger;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.NetworkTap;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.runtime.plugin.PluginTrust;
import dev.zograf.runtime.wire.GuiceServices;
import dev.zograf.runtime.wire.HostServices;
import dev.zograf.runtime.wire.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Zograf}. Everything has a default. */
public final class ZografBuilder {

    private static final long LARGEST_CACHE = 512L << 20;

    final List<Path> inputRoots = new ArrayList<>();
    final List<Consumer<RunEvent>> listeners = new ArrayList<>();

    @Nullable
    Path outputRoot;

    boolean trustsInputs = true;

    @Nullable
    Policy policy;

    Optional<EngineMetrics> metrics = Optional.empty();

    private final List<Path> models = new ArrayList<>();
    private final List<NodePlugin> plugins = new ArrayList<>();
    private final List<Path> pluginFolders = new ArrayList<>();
    private final List<String> exposed = new ArrayList<>();
    private PluginTrust trust = PluginTrust.any();
    private final Map<Class<?>, Object> services = new LinkedHashMap<>();
    private final List<GuiceServices> guice = new ArrayList<>();
    private int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    private long cacheBytes = Math.min(LARGEST_CACHE, Runtime.getRuntime().maxMemory() / 8);

    private NetworkOptions networks = NetworkOptions.defaults();
    private Optional<NetworkTap> tap = Optional.empty();
    private Optional<MemoryLedger> dry = Optional.empty();

    ZografBuilder() {}

    /** Folders in which models are looked up, before those that ship. */
    public ZografBuilder models(Path... roots) {
        models.addAll(List.of(roots));
        return this;
    }

    /** How many nodes may run at once, at least 1; by default as many as there are cores, and at least 2. */
    public ZografBuilder threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("An engine needs at least one thread, not " + count + ".");
        }
        threads = count;
        return this;
    }

    /** How many bytes of results are kept for later runs; 0 for none; by default an eighth of the heap, at most 512 MiB. */
    public ZografBuilder cacheBytes(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A cache cannot have " + bytes + " bytes.");
        }
        cacheBytes = bytes;
        return this;
    }

    /** How many bytes of weights may stay loaded between runs; by default half of the machine's memory. */
    public ZografBuilder modelBytes(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A budget cannot be " + bytes + " bytes.");
        }
        networks = networks.withBudget(bytes);
        return this;
    }

    /**
     * How many bytes the weights of networks and what they work with may take together, by estimate; by default the memory of the machine. What
     * does not fit is done in parts where that can be, the sides of guidance one after the other and pictures in tiles, networks are unloaded
     * between stages, and what does not fit then is refused with what it would need.
     */
    public ZografBuilder memoryBudget(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("A memory budget cannot be " + bytes + " bytes.");
        }
        networks = networks.within(bytes);
        return this;
    }

    /** Has networks compute nothing and note in a ledger what they would need: a run gives pictures of the right sizes that show nothing. */
    public ZografBuilder dryRun(MemoryLedger ledger) {
        dry = Optional.of(ledger);
        return this;
    }

    /**
     * Where networks compute: {@code auto} (the default), {@code cpu}, {@code cuda}, {@code cuda:1}, or
     * {@code cuda:all} for several runs at once, each on a device.
     *
     * @throws dev.zograf.api.InvalidInputException if it is none of these
     */
    public ZografBuilder device(String device) {
        networks = networks.on(Device.of(device));
        return this;
    }

    /** Whether weights stay mapped in the type in which they are stored, as {@code optimize("small")}; else {@code auto}. */
    public ZografBuilder lowMemory(boolean low) {
        networks = networks.optimized(low ? Optimization.SMALL : Optimization.AUTO);
        return this;
    }

    /**
     * What weights are turned into when a network is loaded: {@code fast} lays all out anew for the processor, {@code balanced} matrices
     * only, {@code small} leaves all in their files; {@code auto} (the default) is {@code balanced}, on CUDA {@code fast}, and
     * {@code small} for a network that exceeds {@link #modelBytes} otherwise.
     *
     * @throws dev.zograf.api.InvalidInputException if it is none of these
     */
    public ZografBuilder optimize(String level) {
        networks = networks.optimized(Optimization.of(level));
        return this;
    }

    /**
     * With which numbers networks multiply that do not say themselves: {@code auto} (the default, which is {@code float16} on CUDA devices with
     * tensor cores, else {@code float32}), {@code float32}, {@code float16}, {@code bfloat16} or {@code int8}. The last two need
     * {@code zograf-onednn} on the class path and a processor with instructions for them, or {@code bfloat16} CUDA devices of compute
     * capability 8.0 and {@code zograf-cuda}; else {@code float32} is used and the log says why.
     *
     * @throws dev.zograf.api.InvalidInputException if it is none of these
     */
    public ZografBuilder precision(String precision) {
        networks = networks.at(Precision.of(precision));
        return this;
    }

    /** How many threads compute one network together; 0 for one a core. The first engine of a JVM decides for all. */
    public ZografBuilder networkThreads(int count) {
        networks = networks.withThreads(count);
        return this;
    }

    /** How networks compute on CUDA devices, where there are any. */
    public ZografBuilder cuda(CudaOptions options) {
        networks = networks.with(options);
        return this;
    }

    /** Records where the time of runs goes. */
    public ZografBuilder profile(Profile profile) {
        networks = networks.traced(profile.trace());
        return this;
    }

    /** Sees what goes into and comes out of every network, for tests of parity and for debugging. */
    public ZografBuilder networkTap(NetworkTap observer) {
        tap = Optional.of(observer);
        return this;
    }

    /** The folder below which runs may write; by default none. */
    public ZografBuilder output(Path folder) {
        outputRoot = folder;
        return this;
    }

    /** A further folder below which runs may read; by default none. */
    public ZografBuilder input(Path folder) {
        inputRoots.add(folder);
        return this;
    }

    /**
     * Whether a text that the host sets as an input of a workflow may name any file or model, wherever it lies. By default it may;
     * switch it off where strangers choose both the workflow and its inputs.
     */
    public ZografBuilder trustInputs(boolean trust) {
        trustsInputs = trust;
        return this;
    }

    /** What workflows may do that are not put under a policy of their own with {@link Workflow#under}; by default everything. */
    public ZografBuilder policy(Policy everyWorkflow) {
        policy = everyWorkflow;
        return this;
    }

    /** Is told what happens in all runs. */
    public ZografBuilder listener(Consumer<RunEvent> listener) {
        listeners.add(listener);
        return this;
    }

    /** Further plugins beside those on the class path. */
    public ZografBuilder nodePlugins(NodePlugin... further) {
        plugins.addAll(List.of(further));
        return this;
    }

    /**
     * Folders of plugins: in each, a plugin is a folder {@code NAME/*.jar} or a single {@code NAME.jar}. Each gets a class loader of its
     * own; one that is broken is reported and left out.
     */
    public ZografBuilder pluginFolder(Path... folders) {
        pluginFolders.addAll(List.of(folders));
        return this;
    }

    /** Which plugins from folders may run; by default any. */
    public ZografBuilder pluginTrust(PluginTrust policy) {
        trust = policy;
        return this;
    }

    /**
     * Packages of the host that plugins from folders see besides the plugin interface.
     *
     * @param packages each with its last dot, {@code com.acme.hostapi.}; those below it are exposed, too
     */
    public ZografBuilder expose(String... packages) {
        for (String name : packages) {
            if (!name.endsWith(".") || name.length() < 2) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" names no package; end it with a dot, such as com.acme.hostapi.");
            }
            exposed.add(name);
        }
        return this;
    }

    /**
     * An object that nodes may have injected under its interface.
     *
     * @throws IllegalArgumentException if the object is missing or of another type, or the type was given before
     */
    public <T> ZografBuilder service(Class<T> type, T service) {
        if (!type.isInstance(service)) {
            throw new IllegalArgumentException("The service for " + type.getName() + " is "
                    + (service == null ? "missing." : "a " + service.getClass().getName() + "."));
        }
        if (services.put(type, service) != null) {
            throw new IllegalArgumentException("There is a service for " + type.getName() + " already; give it once.");
        }
        return this;
    }

    /**
     * What a host has bound with Guice; nodes may have it injected, too. A type that is given twice, or that is the engine's own,
     * is refused by {@link #build()}.
     */
    public ZografBuilder services(GuiceServices bindings) {
        guice.add(bindings);
        return this;
    }

    /** Where measurements go; by default nowhere. */
    public ZografBuilder metrics(EngineMetrics measurements) {
        metrics = Optional.of(measurements);
        return this;
    }

    Settings settings() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return new Settings(
                List.copyOf(models),
                loader == null ? ZografBuilder.class.getClassLoader() : loader,
                List.copyOf(plugins),
                List.copyOf(pluginFolders),
                List.copyOf(exposed),
                trust,
                HostServices.of(services, guice),
                threads,
                cacheBytes,
                networks,
                tap,
                dry);
    }

    /**
     * Builds the engine. Nothing large is loaded before a run needs it.
     *
     * @throws IllegalArgumentException if services contradict each other, or the metrics cannot measure one more engine
     */
    public Zograf build() {
        return new Zograf(this);
    }
}
