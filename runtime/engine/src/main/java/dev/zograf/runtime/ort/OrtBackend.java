package dev.zograf.runtime.ort;

import dev.zograf.api.model.Precision;
import dev.zograf.runtime.network.CudaProbe;
import dev.zograf.runtime.network.CudaReport;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.GraphParts;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkBackend;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.runtime.network.PreparedNetwork;
import dev.zograf.runtime.onnx.OnnxEmitter;
import dev.zograf.runtime.onnx.OnnxModel;
import dev.zograf.runtime.onnx.OnnxNumbers;
import dev.zograf.runtime.onnx.OnnxPart;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime on the processor or on CUDA devices, in 32-bit floats, and in 16-bit ones of both kinds on CUDA devices. */
public final class OrtBackend implements NetworkBackend {

    /** Two runs with a gigabyte each take as long at once as one after the other; two with a megabyte take half as long. */
    private static final long SMALL = 64L << 20;

    /** The first compute capability with tensor cores, which multiply 16-bit floats several times as fast as 32-bit ones. */
    private static final int TENSOR_CORES = 7;

    /** The first compute capability whose tensor cores multiply bfloat16. */
    private static final int BFLOAT16_CORES = 8;

    private final NetworkOptions options;
    private final Optional<CudaProbe> probe;
    private @Nullable SessionMaker maker;
    private @Nullable CudaNetworks cuda;
    private @Nullable List<Device> devices;

    /** With the libraries of CUDA that are on the class path. Nothing native happens until a network is prepared. */
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
        return precision != Precision.INT8;
    }

    @Override
    public Optional<String> obstacle(Precision precision) {
        return switch (precision) {
            case AUTO, FLOAT32, FLOAT16 -> Optional.empty();
            case BFLOAT16 -> bfloat16Obstacle();
            case INT8 -> Optional.of("it has no kernels for that");
        };
    }

    /** Nothing native is loaded where only the processor can be meant. */
    private Optional<String> bfloat16Obstacle() {
        if (options.device().kind() == Device.Kind.CPU || probe.isEmpty()) {
            return Optional.of("its kernels for that are for CUDA devices, and "
                    + (probe.isEmpty() ? "zograf-cuda is not on the class path" : "the processor was chosen"));
        }
        return bfloat16Obstacle(devices(), probe.get().look());
    }

    static Optional<String> bfloat16Obstacle(List<Device> devices, CudaReport report) {
        return devices.stream()
                .filter(device -> !isOf(BFLOAT16_CORES, device, report))
                .findFirst()
                .map(device -> "its kernels for that need CUDA devices of compute capability " + BFLOAT16_CORES
                        + ".0, and " + device + " is none");
    }

    /**
     * 16-bit floats if all devices are cards that are known to have units for them. Without libraries that say what a card is it is asked for
     * nothing, and nothing native is loaded.
     */
    @Override
    public Precision preferred() {
        if (options.device().kind() == Device.Kind.CPU || probe.isEmpty()) {
            return Precision.FLOAT32;
        }
        return preferred(devices(), probe.get().look());
    }

    static Precision preferred(List<Device> devices, CudaReport report) {
        return devices.stream().allMatch(device -> isOf(TENSOR_CORES, device, report))
                ? Precision.FLOAT16
                : Precision.FLOAT32;
    }

    /** Whether a device is a card of a compute capability or a newer one. */
    private static boolean isOf(int major, Device device, CudaReport report) {
        return device.kind() == Device.Kind.CUDA
                && report.devices().stream()
                        .anyMatch(found -> found.index() == device.index() && found.major() >= major);
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
        OrtRuntime.begin(options.threads());
        return new Prepared(name, graph, precision);
    }

    /** How a network is written for a device: the processor has no kernels of 16 bits. */
    private OnnxNumbers numbers(Precision precision, Device device) {
        boolean card = device.kind() == Device.Kind.CUDA;
        // Without libraries of CUDA there is nothing but the processor, whatever was chosen.
        OnnxNumbers exact =
                device.kind() == Device.Kind.CPU || probe.isEmpty() ? OnnxNumbers.PROCESSOR : OnnxNumbers.FLOAT32;
        return switch (precision) {
            case FLOAT16 -> card ? OnnxNumbers.FLOAT16 : OnnxNumbers.ROUNDED;
            case BFLOAT16 -> card ? OnnxNumbers.BFLOAT16 : exact;
            default -> exact;
        };
    }

    private final class Prepared implements PreparedNetwork {

        private final String name;
        private final TensorGraph graph;
        private final Precision precision;
        private final Device first;
        private final OnnxModel model;
        private final long leastStored;
        private Optional<InParts> parts = Optional.empty();
        private long partsWithin;

        Prepared(String name, TensorGraph graph, Precision precision) {
            this.name = name;
            this.graph = graph;
            this.precision = precision;
            // In full precision a network is written alike for all devices, and nothing needs to be known of them now.
            this.first = precision == Precision.FLOAT32
                    ? options.device()
                    : devices().get(0);
            this.model = OnnxEmitter.emit(name, OnnxPart.whole(graph), numbers(precision, first));
            this.leastStored = GraphParts.least(graph, OrtBackend::stored);
        }

        @Override
        public long bytes() {
            return switch (chosen()) {
                case SMALL -> model.storedBytes();
                case FAST -> model.computeBytes();
                case AUTO, BALANCED -> model.balancedBytes();
            };
        }

        @Override
        public boolean isMadeSmall() {
            return options.optimization() == Optimization.AUTO
                    && chosen() == Optimization.SMALL
                    && model.balancedBytes() > options.weightsBound();
        }

        private Optimization chosen() {
            return chosen(first, model);
        }

        private Optimization chosen(Device device, OnnxModel form) {
            return options.optimization().on(device, form.balancedBytes(), options.weightsBound(), graph.isSeldomRun());
        }

        @Override
        public long runsAtOnceBelow() {
            // The log of operators tells runs apart by their time; what one thread asks of CUDA while another captures
            // a graph fails.
            return options.trace().wantsOperators() || options.cuda().graphs() ? 0 : SMALL;
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
                    return inParts(device, small.get());
                }
                try {
                    return cuda().load(name, model, device, numbers(precision, device));
                } catch (NetworkException e) {
                    if (e.deviceFailure().isPresent()) {
                        throw e;
                    }
                    return onProcessor(device, "it could not be loaded there (" + e.getMessage() + ")");
                }
            }
            if (precision != Precision.FLOAT32 && first.kind() == Device.Kind.CUDA) {
                return onProcessor(OnnxEmitter.emit(name, graph));
            }
            if (precision == Precision.FLOAT16) {
                CudaChoice.say(
                        "float16 is for graphics cards. The processor computes it in 32 bits and rounds after each operator, which takes"
                                + " longer than float32 and as much memory; the pictures are about those of a card.");
            }
            return onProcessor(model);
        }

        private LoadedNetwork onProcessor(OnnxModel form) {
            return maker().make(name, form, Device.CPU, chosen(Device.CPU, form), CudaWay.PLAIN);
        }

        @Override
        public boolean lacks(Device device) {
            return device.kind() == Device.Kind.CUDA
                    && tooSmall(model.computeBytes(), free(device)).isPresent();
        }

        @Override
        public long leastBytes() {
            return Math.min(bytes(), leastStored);
        }

        @Override
        public synchronized Optional<PreparedNetwork> within(long bytes) {
            if (bytes != partsWithin) {
                OnnxNumbers numbers =
                        first.kind() == Device.Kind.CUDA ? OnnxNumbers.FLOAT32 : numbers(precision, first);
                parts = InParts.of(name, graph, numbers, bytes, OrtBackend::stored, OrtBackend.this::maker);
                partsWithin = bytes;
            }
            return parts.map(PreparedNetwork.class::cast);
        }

        /** On a card whose free memory is less than the weights: the activations need some of it, too. */
        private LoadedNetwork inParts(Device device, String why) {
            long number = precision == Precision.FLOAT32 ? DType.F32.bytes() : DType.F16.bytes();
            Optional<InParts> made = InParts.of(
                    name,
                    graph,
                    numbers(precision, device),
                    free(device) / 3 * 2,
                    weight -> weight.size() * number,
                    OrtBackend.this::maker);
            if (made.isEmpty()) {
                return onProcessor(device, why);
            }
            CudaChoice.say("The weights of the network " + name + " are brought to " + device + " in "
                    + made.get().count()
                    + " parts, of which " + made.get().resident() + " stay, at each of its runs, which takes longer: "
                    + why
                    + ". Free memory of the device, or choose a smaller model.");
            return made.get().load(device);
        }

        private LoadedNetwork onProcessor(Device device, String why) {
            CudaChoice.say("The network " + name + " is computed on the processor instead of " + device + ": " + why
                    + ". Free memory of the device, or choose a smaller model.");
            return load(Device.CPU);
        }
    }

    private static long stored(Weight weight) {
        return weight.size() * weight.dtype().bytes();
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

    @Override
    public void close() {
        OrtRuntime.settle();
    }

    private synchronized CudaNetworks cuda() {
        if (cuda == null) {
            cuda = new CudaNetworks(options, devices().size() > 1, maker(), new SessionBinders(), probe);
        }
        return cuda;
    }

    private synchronized SessionMaker maker() {
        if (maker == null) {
            maker = new SessionMaker(OrtRuntime.get(options.threads()), options);
        }
        return maker;
    }
}
