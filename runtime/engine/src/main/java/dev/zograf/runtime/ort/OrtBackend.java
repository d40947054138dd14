package dev.zograf.runtime.ort;

import dev.zograf.api.model.Precision;
import dev.zograf.runtime.network.CudaProbe;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkBackend;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.runtime.network.PreparedNetwork;
import dev.zograf.runtime.onnx.OnnxEmitter;
import dev.zograf.runtime.onnx.OnnxModel;
import dev.zograf.tensor.TensorGraph;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime, in full precision, on the processor or on CUDA devices. */
public final class OrtBackend implements NetworkBackend {

    /** Two runs with a gigabyte each take as long at once as one after the other; two with a megabyte take half as long. */
    private static final long SMALL = 64L << 20;

    private final NetworkOptions options;
    private final Optional<CudaProbe> probe;
    private @Nullable SessionMaker maker;
    private @Nullable List<Device> devices;

    /** With the libraries of CUDA that are on the class path. Nothing native happens until a network is loaded. */
    public OrtBackend(NetworkOptions options) {
        this(options, CudaProbes.find());
    }

    OrtBackend(NetworkOptions options, Optional<CudaProbe> probe) {
        this.options = options;
        this.probe = probe;
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
    public String version() {
        try {
            return OrtRuntime.get(options.threads()).environment().getVersion();
        } catch (NetworkException e) {
            return "";
        }
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
    public synchronized List<Device> devices() {
        if (devices == null) {
            // The environment has to be ours before anything else of the library is used.
            if (options.device().kind() != Device.Kind.CPU) {
                OrtRuntime.get(options.threads());
            }
            devices = new CudaChoice(probe).devices(options.device());
        }
        return devices;
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
            return chosen() == Optimization.SMALL ? model.storedBytes() : model.computeBytes();
        }

        @Override
        public boolean isMadeSmall() {
            return options.optimization() == Optimization.AUTO && chosen() == Optimization.SMALL;
        }

        private Optimization chosen() {
            return options.optimization().on(options.device(), model.computeBytes(), options.weightsBound());
        }

        @Override
        public long runsAtOnceBelow() {
            // The log of operators tells runs apart by their time.
            return options.trace().wantsOperators() ? 0 : SMALL;
        }

        @Override
        public LoadedNetwork load() {
            return load(devices().get(0));
        }

        @Override
        public LoadedNetwork load(Device device) {
            if (device.kind() == Device.Kind.CUDA) {
                Optional<String> small = tooSmall(model.computeBytes(), free(device));
                if (small.isPresent()) {
                    return onProcessor(device, small.get());
                }
                try {
                    return maker().make(name, model, device);
                } catch (NetworkException e) {
                    return onProcessor(device, "it could not be loaded there (" + e.getMessage() + ")");
                }
            }
            return maker().make(name, model, device);
        }

        private LoadedNetwork onProcessor(Device device, String why) {
            CudaChoice.say("The network " + name + " is computed on the processor instead of " + device + ": " + why
                    + ". Free memory of the device, or choose a smaller model.");
            return maker().make(name, model, Device.CPU);
        }
    }

    private long free(Device device) {
        long free = probe.map(each -> each.freeBytes(device.index())).orElse(-1L);
        long limit = options.cuda().memoryLimit();
        return limit > 0 && (free < 0 || limit < free) ? limit : free;
    }

    /**
     * Why weights do not fit on a device.
     *
     * @param free bytes; less than 0 if unknown
     */
    static Optional<String> tooSmall(long weights, long free) {
        return free < 0 || weights <= free
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "its weights take %.1f GB and %.1f GB are free there", weights / 1e9, free / 1e9));
    }

    private synchronized SessionMaker maker() {
        if (maker == null) {
            maker = new SessionMaker(OrtRuntime.get(options.threads()), options);
        }
        return maker;
    }
}
