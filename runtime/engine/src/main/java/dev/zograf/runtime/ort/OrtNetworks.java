package dev.zograf.runtime.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.zograf.api.BadFileException;
import dev.zograf.api.Cancellation;
import dev.zograf.api.CancelledException;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Networks;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.runtime.model.FileStamp;
import dev.zograf.runtime.model.ModelPool;
import dev.zograf.runtime.onnx.OnnxEmitter;
import dev.zograf.runtime.onnx.OnnxModel;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs networks by ONNX Runtime. One an engine; thread-safe; closing it frees every session. */
public final class OrtNetworks implements Networks, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OrtNetworks.class);
    private static final int REMEMBERED = 64;

    private final OrtOptions options;
    private final ModelPool pool;
    private final DeviceLane lane = new DeviceLane();
    private final Map<CompiledNetwork.Key, CompiledNetwork> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CompiledNetwork.Key, CompiledNetwork> eldest) {
            return size() > REMEMBERED;
        }
    };
    private @Nullable SessionMaker maker;
    private volatile @Nullable NetworkTap tap;
    private volatile BiConsumer<String, Duration> times = (network, took) -> {};

    /** Written by who holds the lane, or to forget it. */
    private volatile CompiledNetwork.@Nullable Key lastRun;

    /** Nothing native happens until a network first runs. */
    @Inject
    public OrtNetworks(OrtOptions options) {
        this.options = options;
        this.pool = new ModelPool(options.budget());
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

    /** Frees the sessions that no run is using; they are made again when needed. */
    public void releaseIdle() {
        pool.clear();
    }

    /** Forgets the networks that a class loader's classes define, so that it can be collected. */
    public void forget(ClassLoader loader) {
        synchronized (compiled) {
            compiled.keySet().removeIf(key -> Defined.by(loader, key.definition()));
        }
        pool.remove(key -> key instanceof CompiledNetwork.Key k && Defined.by(loader, k.definition()));
        CompiledNetwork.Key last = lastRun;
        if (last != null && Defined.by(loader, last.definition())) {
            lastRun = null;
        }
    }

    @Override
    public Network compile(NetworkDefinition definition, Weights weights) {
        CompiledNetwork.Key key = new CompiledNetwork.Key(definition, weights.fingerprint());
        CompiledNetwork known;
        synchronized (compiled) {
            known = compiled.get(key);
        }
        if (known == null) {
            known = shared(build(key, weights));
            synchronized (compiled) {
                compiled.put(key, known);
            }
        }
        return new OrtNetwork(this, known);
    }

    /** With the session of a network that has the same weights from another file, if there is one. */
    private CompiledNetwork shared(CompiledNetwork made) {
        List<CompiledNetwork> others;
        synchronized (compiled) {
            others = compiled.values().stream()
                    .filter(other -> other.key().definition().equals(made.key().definition()))
                    .toList();
        }
        return others.stream()
                .filter(other -> SameWeights.same(other, made))
                .findFirst()
                .map(made::as)
                .orElse(made);
    }

    private static CompiledNetwork build(CompiledNetwork.Key key, Weights weights) {
        NetworkDefinition definition = key.definition();
        TensorGraph graph = new TensorGraph();
        definition.build(graph, weights);
        if (!graph.problems().isEmpty()) {
            throw new BadFileException(weights.file(), mismatch(graph.problems()));
        }
        for (Map.Entry<String, Tensor> output : graph.outputs().entrySet()) {
            if (output.getValue().dtype() != DType.F32) {
                throw new IllegalArgumentException("The output " + output.getKey() + " of the network "
                        + definition.name() + " is " + output.getValue().dtype() + "; outputs are 32-bit floats.");
            }
        }
        OnnxModel model = OnnxEmitter.emit(definition.name(), graph);
        Map<Path, FileStamp> stamps = new HashMap<>();
        for (Path file : model.files()) {
            try {
                stamps.put(file, FileStamp.of(file));
            } catch (IOException e) {
                throw new BadFileException(
                        weights.file(), "The file is gone since it was opened; load the model again.", e);
            }
        }
        return new CompiledNetwork(
                key,
                weights,
                model,
                new NetworkInputs(definition.name(), graph),
                Set.copyOf(graph.outputs().keySet()),
                Map.copyOf(stamps));
    }

    /** Every problem, since each is a place to mend; on lines of their own if there are several. */
    private static String mismatch(List<String> problems) {
        String say = "The weights do not match the model's configuration: ";
        return problems.size() == 1 ? say + problems.get(0) + "." : say + "\n  " + String.join("\n  ", problems);
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
        NetworkTap observer = tap;
        Map<String, FloatTensor> all;
        try (DeviceLane.Pass pass = lane.enter(cancellation);
                ModelPool.Lease<LoadedSession> lease = lease(network)) {
            long start = System.nanoTime();
            all = compute(
                    network,
                    lease.value().session(),
                    inputs,
                    observer == null ? outputs : network.outputs(),
                    cancellation);
            lastRun = network.key();
            report(network.name(), Duration.ofNanos(System.nanoTime() - start));
        }
        if (observer != null) {
            observer.ran(network.name(), inputs, all);
            all.keySet().retainAll(outputs);
        }
        return all;
    }

    private void report(String network, Duration took) {
        try {
            times.accept(network, took);
        } catch (RuntimeException e) {
            LOG.warn("The time of the network {} could not be recorded.", network, e);
        }
    }

    private ModelPool.Lease<LoadedSession> lease(CompiledNetwork network) {
        OnnxModel model = network.model();
        long bytes = options.lowMemory() ? model.storedBytes() : model.computeBytes();
        return pool.lease(
                network.key(), LoadedSession.class, bytes, () -> maker().make(network.name(), model, network.stamps()));
    }

    private synchronized SessionMaker maker() {
        if (maker == null) {
            OrtRuntime runtime = OrtRuntime.get(options.threads());
            maker = new SessionMaker(runtime, CudaFallback.choose(options.device()), options);
        }
        return maker;
    }

    private Map<String, FloatTensor> compute(
            CompiledNetwork network,
            OrtSession session,
            Map<String, ? extends HostTensor> inputs,
            Set<String> outputs,
            Cancellation cancellation) {
        Map<String, NativeObject<OnnxTensor>> fed = new HashMap<>();
        try (NativeObject<OrtSession.RunOptions> run = NativeObject.of(new OrtSession.RunOptions())) {
            // Who runs once, such as a decoder, gives its working memory back; who runs again and again keeps it.
            if (options.lowMemory() || !network.key().equals(lastRun)) {
                run.get().addRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
            }
            for (Map.Entry<String, ? extends HostTensor> input : inputs.entrySet()) {
                fed.put(
                        input.getKey(),
                        NativeObject.of(NetworkInputs.tensor(
                                OrtRuntime.get(options.threads()).environment(), input.getValue())));
            }
            Map<String, OnnxTensor> tensors = new HashMap<>();
            fed.forEach((name, tensor) -> tensors.put(name, tensor.get()));
            try (Termination termination = new Termination(run.get(), cancellation);
                    NativeObject<OrtSession.Result> result =
                            NativeObject.of(session.run(tensors, outputs, run.get()))) {
                return read(result.get(), outputs);
            }
        } catch (OrtException e) {
            if (cancellation.requested()) {
                CancelledException cancelled = new CancelledException();
                cancelled.addSuppressed(e);
                throw cancelled;
            }
            throw NetworkException.of("The network " + network.name(), e);
        } catch (OutOfMemoryError e) {
            throw NetworkException.of("The network " + network.name(), e);
        } finally {
            fed.values().forEach(NativeObject::close);
        }
    }

    private static Map<String, FloatTensor> read(OrtSession.Result result, Set<String> outputs) {
        Map<String, FloatTensor> out = new HashMap<>();
        for (String name : outputs) {
            OnnxTensor tensor = (OnnxTensor)
                    result.get(name).orElseThrow(() -> new IllegalStateException("The engine gave no " + name + "."));
            int[] shape = new int[tensor.getInfo().getShape().length];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = Math.toIntExact(tensor.getInfo().getShape()[i]);
            }
            FloatBuffer numbers = tensor.getFloatBuffer();
            float[] array = new float[numbers.remaining()];
            numbers.get(array);
            out.put(name, FloatTensor.wrap(array, shape));
        }
        return out;
    }

    @Override
    public void close() {
        pool.close();
    }
}
