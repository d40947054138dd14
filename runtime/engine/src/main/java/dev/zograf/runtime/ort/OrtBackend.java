package dev.zograf.runtime.ort;

import dev.zograf.api.model.Precision;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkBackend;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.runtime.network.PreparedNetwork;
import dev.zograf.runtime.onnx.OnnxEmitter;
import dev.zograf.runtime.onnx.OnnxModel;
import dev.zograf.tensor.TensorGraph;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime, in full precision. */
public final class OrtBackend implements NetworkBackend {

    private final NetworkOptions options;
    private @Nullable SessionMaker maker;

    /** Nothing native happens until a network is loaded. */
    public OrtBackend(NetworkOptions options) {
        this.options = options;
    }

    /** Networks that are computed by this alone, save at precisions that it lacks. */
    public static EngineNetworks networks(NetworkOptions options) {
        return new EngineNetworks(options, new OrtBackend(options));
    }

    @Override
    public String name() {
        return "ONNX Runtime";
    }

    @Override
    public boolean knows(Precision precision) {
        return precision == Precision.FLOAT32;
    }

    @Override
    public Optional<String> obstacle(Precision precision) {
        return knows(precision) ? Optional.empty() : Optional.of("it has no kernels for that");
    }

    @Override
    public PreparedNetwork prepare(String name, TensorGraph graph, Precision precision) {
        OnnxModel model = OnnxEmitter.emit(name, graph);
        return new Prepared(name, model);
    }

    private final class Prepared implements PreparedNetwork {

        private final String name;
        private final OnnxModel model;

        Prepared(String name, OnnxModel model) {
            this.name = name;
            this.model = model;
        }

        @Override
        public long bytes() {
            Optimization chosen = options.optimization().on(options.device(), model.computeBytes(), options.budget());
            return chosen == Optimization.SMALL ? model.storedBytes() : model.computeBytes();
        }

        @Override
        public LoadedNetwork load() {
            return maker().make(name, model);
        }
    }

    private synchronized SessionMaker maker() {
        if (maker == null) {
            OrtRuntime runtime = OrtRuntime.get(options.threads());
            maker = new SessionMaker(runtime, CudaFallback.choose(options.device()), options);
        }
        return maker;
    }
}
