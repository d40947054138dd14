package dev.zograf.runtime.ort;

import dev.zograf.runtime.network.BoundSession;
import dev.zograf.runtime.network.CudaProbe;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.TensorRtReport;
import dev.zograf.runtime.onnx.OnnxModel;
import dev.zograf.runtime.onnx.OnnxNumbers;
import java.util.Optional;

/** Loads networks on CUDA devices in the way that was chosen; plainly where that does not work, saying so once. */
final class CudaNetworks {

    private final NetworkOptions options;
    private final boolean several;
    private final SessionMaker maker;
    private final SessionBinders binders;
    private final Optional<CudaProbe> probe;

    /** @param several whether the engine uses more than one device */
    CudaNetworks(
            NetworkOptions options,
            boolean several,
            SessionMaker maker,
            SessionBinders binders,
            Optional<CudaProbe> probe) {
        this.options = options;
        this.several = several;
        this.maker = maker;
        this.binders = binders;
        this.probe = probe;
    }

    /**
     * A network on a device.
     *
     * @param numbers with which it is written
     */
    LoadedNetwork load(String name, OnnxModel model, Device device, OnnxNumbers numbers) {
        if (options.cuda().engineCache().isPresent()) {
            Optional<String> missing = probe.flatMap(CudaProbe::tensorRt).flatMap(TensorRtReport::obstacle);
            if (missing.isPresent()) {
                CudaChoice.say("TensorRT is not used, CUDA computes instead: " + missing.get() + ".");
                return make(name, model, device, CudaWay.PLAIN);
            }
            return orPlainly(name, model, device, tensorRt(numbers), "TensorRT");
        }
        if (!options.cuda().graphs()) {
            return make(name, model, device, CudaWay.PLAIN);
        }
        Optional<String> obstacle = graphsObstacle();
        if (obstacle.isPresent()) {
            CudaChoice.say("CUDA graphs are not used: " + obstacle.get() + ".");
            return make(name, model, device, CudaWay.PLAIN);
        }
        return orPlainly(name, model, device, CudaWay.GRAPHS, "CUDA graphs");
    }

    private static CudaWay tensorRt(OnnxNumbers numbers) {
        return switch (numbers) {
            case FLOAT16 -> CudaWay.TENSOR_RT_IN_FLOAT16;
            case BFLOAT16 -> CudaWay.TENSOR_RT_IN_BFLOAT16;
            default -> CudaWay.TENSOR_RT;
        };
    }

    private Optional<String> graphsObstacle() {
        // ONNX Runtime captures in CUDA's global mode, in which whatever another thread asks of CUDA meanwhile makes
        // the capture fail.
        return several
                ? Optional.of(
                        "with several cards one would disturb the capture on another; choose one card, such as --device cuda:0")
                : binders.obstacle();
    }

    private LoadedNetwork orPlainly(String name, OnnxModel model, Device device, CudaWay way, String title) {
        try {
            return way == CudaWay.GRAPHS
                    ? new CapturedNetwork(
                            name, () -> make(name, model, device, way), () -> make(name, model, device, CudaWay.PLAIN))
                    : make(name, model, device, way);
        } catch (NetworkException e) {
            if (e.deviceFailure().isPresent()) {
                throw e;
            }
            CudaChoice.say("The network " + name + " is computed without " + title + ": " + e.getMessage() + ".");
            return make(name, model, device, CudaWay.PLAIN);
        }
    }

    private LoadedNetwork make(String name, OnnxModel model, Device device, CudaWay way) {
        SessionNetwork session = maker.make(name, model, device, way);
        boolean done = false;
        try {
            Optional<BoundSession> bound = binders.bind(session);
            LoadedNetwork made = bound.isPresent() ? new BoundNetwork(session, bound.get(), options.trace()) : session;
            done = true;
            return made;
        } finally {
            if (!done) {
                session.close();
            }
        }
    }
}
