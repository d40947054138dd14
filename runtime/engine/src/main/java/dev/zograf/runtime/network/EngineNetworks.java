package dev.zograf.runtime.network;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.runtime.model.ModelPool;
import dev.zograf.runtime.trace.Trace;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Weights;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs networks by backends. One an engine; thread-safe; closing it frees whatever is loaded. */
public final class EngineNetworks implements Networks, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineNetworks.class);
    private static final int REMEMBERED = 64;

    private final NetworkOptions options;
    private final Backends backends;
    private final ModelPool pool;
    private final DeviceLanes lanes;
    private final Trace trace;
    private final MemoryBudget memory;
    private final Map<CompiledNetwork.Key, CompiledNetwork> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CompiledNetwork.Key, CompiledNetwork> eldest) {
            return size() > REMEMBERED;
        }
    };
    private volatile @Nullable NetworkTap tap;
    private volatile BiConsumer<String, Duration> times = (network, took) -> {};

    /**
     * Nothing native happens until a network is first compiled.
     *
     * @param own computes what no other backend is needed for
     */
    public EngineNetworks(NetworkOptions options, NetworkBackend own) {
        this(options, own, true, new MemoryLedger());
    }

    private EngineNetworks(NetworkOptions options, NetworkBackend own, boolean refuses, MemoryLedger ledger) {
        this.options = options;
        this.backends = new Backends(own, options);
        this.lanes = new DeviceLanes(options.cores());
        this.trace = options.trace();
        this.pool = new ModelPool(Math.min(options.budget(), options.memory()));
        this.memory = new MemoryBudget(options, refuses, pool, ledger);
    }

    /** Networks that compute nothing and note in a ledger what they would need; what does not fit is noted, too, and not refused. */
    public static EngineNetworks dry(NetworkOptions options, MemoryLedger ledger) {
        return new EngineNetworks(options, new DryBackend(options), false, ledger);
    }

    MemoryBudget memory() {
        return memory;
    }

    /** Has an observer see every run from now on, or none if null. */
    public void tap(@Nullable NetworkTap observer) {
        this.tap = observer;
    }

    /** Has an observer told how long each run of a network takes, from now on. What it throws is logged. */
    public void observe(BiConsumer<String, Duration> observer) {
        this.times = observer;
    }

    /** About how many bytes of weights are loaded. */
    public long loadedBytes() {
        return pool.bytes();
    }

    /** How many networks are loaded. */
    public int loaded() {
        return pool.size();
    }

    /**
     * Gives back the working memory that networks keep on a device, unless one is running there now. Weights stay loaded.
     */
    public void giveWorkingMemoryBack() {
        for (DeviceLane.Pass free : lanes.enterFree()) {
            try (free) {
                rest(free);
                free.ran();
            }
        }
    }

    /** By who has a device alone: no other network keeps working memory then. */
    private void rest(DeviceLane.Pass pass) {
        for (CompiledNetwork.Key other : pass.takeKeeping()) {
            pool.leaseLoaded(new CompiledNetwork.OnDevice(other, pass.device()), LoadedNetwork.class)
                    .ifPresent(lease -> {
                        try (lease) {
                            lease.value().rest();
                        }
                    });
        }
    }

    /** Frees the sessions that no run is using; they are made again when needed. */
    public void releaseIdle() {
        pool.clear();
    }

    /** Forgets the networks that a class loader's classes define, so that it can be collected. */
    public void forget(ClassLoader loader) {
        synchronized (compiled) {
            compiled.keySet().removeIf(key -> Defined.by(loader, key.definition()));
        }
        pool.remove(key -> key instanceof CompiledNetwork.OnDevice loaded
                && Defined.by(loader, loaded.network().definition()));
        lanes.forget(key -> Defined.by(loader, key.definition()));
    }

    @Override
    public Network compile(NetworkDefinition definition, Weights weights) {
        return compile(definition, weights, Precision.AUTO);
    }

    @Override
    public Networks at(Precision precision) {
        return new AtPrecision(this, precision);
    }

    /** Why networks cannot be computed at a precision here, a phrase, or empty if they can. */
    public Optional<String> obstacle(Precision precision) {
        return backends.obstacle(chosen(precision));
    }

    private Precision chosen(Precision precision) {
        Precision wanted = precision == Precision.AUTO ? options.precision() : precision;
        return wanted == Precision.AUTO ? backends.preferred() : wanted;
    }

    Network compile(NetworkDefinition definition, Weights weights, Precision precision) {
        Precision chosen = chosen(precision);
        boolean fits = chosen != Precision.FLOAT16 || !definition.exceedsHalf();
        CompiledNetwork.Key key =
                new CompiledNetwork.Key(definition, weights.fingerprint(), fits ? chosen : Precision.FLOAT32);
        CompiledNetwork known;
        synchronized (compiled) {
            known = compiled.get(key);
        }
        if (known == null) {
            known = shared(NetworkBuild.of(key, weights, backends));
            synchronized (compiled) {
                compiled.put(key, known);
            }
        }
        return new NetworkHandle(this, known);
    }

    /** With what is loaded for a network that has the same weights from another file, if there is one. */
    private CompiledNetwork shared(CompiledNetwork made) {
        List<CompiledNetwork> others;
        synchronized (compiled) {
            others = compiled.values().stream()
                    .filter(other -> other.key().definition().equals(made.key().definition())
                            && other.key().precision() == made.key().precision())
                    .toList();
        }
        return others.stream()
                .filter(other -> SameWeights.same(other, made))
                .findFirst()
                .map(made::as)
                .orElse(made);
    }

    Map<String, FloatTensor> run(
            CompiledNetwork network,
            Map<String, ? extends HostTensor> inputs,
            Set<String> outputs,
            Cancellation cancellation) {
        network.inputs().check(inputs);
        if (!network.outputs().containsAll(outputs) || outputs.isEmpty()) {
            throw new IllegalArgumentException("The network " + network.name() + " has the outputs " + network.outputs()
                    + ", not " + outputs + ".");
        }
        Map<String, int[]> shapes = new HashMap<>();
        inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        NetworkTap observer = tap;
        Set<String> wanted = observer == null ? outputs : network.outputs();
        Map<String, FloatTensor> all;
        try (DeviceLane.Pass pass = enter(network, shapes, cancellation)) {
            all = run(network, inputs, shapes, wanted, pass, cancellation);
        }
        if (observer != null) {
            observer.ran(network.name(), inputs, all);
            all.keySet().retainAll(outputs);
        }
        return all;
    }

    private Map<String, FloatTensor> run(
            CompiledNetwork network,
            Map<String, ? extends HostTensor> inputs,
            Map<String, int[]> shapes,
            Set<String> outputs,
            DeviceLane.Pass pass,
            Cancellation cancellation) {
        for (boolean again = false; ; again = true) {
            try {
                return compute(network, inputs, shapes, outputs, pass, cancellation);
            } catch (NetworkException e) {
                // Of a card that is lost ONNX Runtime may say first that it has no memory, and the truth at the next
                // try.
                if (!settle(e, pass.device()) || again) {
                    throw e;
                }
                LOG.info("All networks that were idle on {} are unloaded for {}.", pass.device(), network.name());
            }
        }
    }

    /** Unloads what is idle on a device that failed, and gives it up if it is lost; whether it lacked memory, so that the run may be tried again. */
    private boolean settle(NetworkException failure, Device device) {
        Optional<DeviceFailure> what = failure.deviceFailure();
        if (what.isEmpty()) {
            return false;
        }
        if (what.get() == DeviceFailure.LOST) {
            lanes.lose(device, String.valueOf(failure.getMessage()));
            LOG.error("{}", failure.getMessage());
        }
        unload(device);
        return what.get() == DeviceFailure.LACK_OF_MEMORY;
    }

    private void unload(Device device) {
        pool.remove(key ->
                key instanceof CompiledNetwork.OnDevice other && other.device().equals(device));
    }

    private Map<String, FloatTensor> compute(
            CompiledNetwork network,
            Map<String, ? extends HostTensor> inputs,
            Map<String, int[]> shapes,
            Set<String> outputs,
            DeviceLane.Pass pass,
            Cancellation cancellation) {
        try (ModelPool.Lease<LoadedNetwork> lease = lease(network, pass, shapes);
                Trace.Span span = trace.begin("network", network.name(), details(network, pass.device(), inputs))) {
            long start = System.nanoTime();
            // Who runs once, such as a decoder, gives its working memory back; who runs again and again keeps it.
            Map<String, FloatTensor> all = lease.value().run(inputs, outputs, pass.isAgain(), cancellation);
            pass.ran();
            report(network.name(), Duration.ofNanos(System.nanoTime() - start));
            return all;
        }
    }

    private void report(String network, Duration took) {
        try {
            times.accept(network, took);
        } catch (RuntimeException e) {
            LOG.warn("The time of the network {} could not be recorded.", network, e);
        }
    }

    private DeviceLane.Pass enter(CompiledNetwork network, Map<String, int[]> shapes, Cancellation cancellation) {
        Predicate<Device> loaded = device -> pool.holds(new CompiledNetwork.OnDevice(network.key(), device));
        try (Trace.Span span = trace.begin("wait", "wait for a device", Map.of("network", network.name()))) {
            while (true) {
                DeviceLane.Pass pass = lanes.enter(
                        network.key(),
                        devices(network),
                        loaded,
                        device -> !loaded.test(device) || !memory.isSmall(network, shapes, options.cores()),
                        cancellation);
                if (!lanes.isLost(pass.device())) {
                    return pass;
                }
                // Who ran before it lost the device.
                pass.close();
            }
        }
    }

    /** Where a network may run now: on the processor if all cards are lost and nobody asked for one. */
    private List<Device> devices(CompiledNetwork network) {
        List<Device> all = network.chosen().backend().devices();
        List<Device> left = lanes.left(all);
        if (!left.isEmpty()) {
            return left;
        }
        if (options.device().kind() == Device.Kind.AUTO) {
            return List.of(Device.CPU);
        }
        throw NetworkException.lost(network.name(), lanes.why(all));
    }

    /**
     * Loads a network before it runs, on the processor alone: who loads on a card has to have the card alone. Another network may run meanwhile.
     */
    void prepare(CompiledNetwork network) {
        CompiledNetwork.OnDevice key = new CompiledNetwork.OnDevice(network.key(), Device.CPU);
        if (!devices(network).equals(List.of(Device.CPU)) || pool.holds(key) || !memory.hasPlentyFor(network)) {
            return;
        }
        try {
            load(network, Device.CPU, key, network.chosen().prepared()).close();
        } catch (RuntimeException e) {
            LOG.debug("The network {} could not be loaded ahead.", network.name(), e);
        }
    }

    private ModelPool.Lease<LoadedNetwork> lease(
            CompiledNetwork network, DeviceLane.Pass pass, Map<String, int[]> shapes) {
        rest(pass);
        Device device = pass.device();
        MemoryBudget.Form form = memory.admit(network, device, shapes);
        PreparedNetwork prepared = form.prepared();
        if (device.kind() != Device.Kind.CPU && !pool.holds(form.key()) && prepared.lacks(device)) {
            unload(device);
        }
        return load(network, device, form.key(), prepared);
    }

    private ModelPool.Lease<LoadedNetwork> load(
            CompiledNetwork network, Device device, CompiledNetwork.OnDevice key, PreparedNetwork prepared) {
        return pool.lease(key, LoadedNetwork.class, prepared.bytes(), () -> {
            try (Trace.Span span = trace.begin("load", "load " + network.name(), details(network, device, Map.of()))) {
                network.stamps().forEach((file, stamp) -> stamp.requireUnchanged(file));
                return prepared.load(device);
            }
        });
    }

    private Map<String, Object> details(
            CompiledNetwork network, Device device, Map<String, ? extends HostTensor> inputs) {
        if (!trace.isOn()) {
            return Map.of();
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("backend", network.chosen().backend().name());
        details.put("precision", network.chosen().precision().toString());
        details.put("device", device.toString());
        details.put("bytes", network.chosen().prepared().bytes());
        inputs.forEach((name, tensor) -> details.put("input " + name, Arrays.toString(tensor.shape())));
        return details;
    }

    @Override
    public void close() {
        pool.close();
        backends.close();
    }
}
