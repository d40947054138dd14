package dev.zograf.runtime.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import dev.zograf.runtime.network.CudaProbe;
import dev.zograf.runtime.network.CudaReport;
import dev.zograf.runtime.network.Device;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides where an engine computes: on CUDA if it is wanted, in the jar and works; else on the processor, saying why once. */
final class CudaChoice {

    private static final Logger LOG = LoggerFactory.getLogger(CudaChoice.class);
    private static final String ONE_OF_ITS_CLASSES = "ai/onnxruntime/OrtEnvironment.class";
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private final Optional<CudaProbe> probe;

    CudaChoice(Optional<CudaProbe> probe) {
        this.probe = probe;
    }

    /** The devices that are used for the one that is wanted: at least one, never {@link Device.Kind#AUTO}. */
    List<Device> devices(Device wanted) {
        if (wanted.kind() == Device.Kind.CPU) {
            return List.of(Device.CPU);
        }
        boolean asked = wanted.kind() == Device.Kind.CUDA || probe.isPresent();
        Optional<String> build = buildObstacle();
        if (build.isPresent()) {
            return processor(build.get(), asked);
        }
        Optional<CudaReport> report = probe.map(CudaProbe::look);
        Optional<String> general = report.flatMap(CudaReport::obstacle);
        if (general.isPresent()) {
            return processor(general.get(), true);
        }
        List<Device> usable = new ArrayList<>();
        for (int index : indices(wanted, report)) {
            Optional<String> obstacle =
                    report.flatMap(found -> found.obstacle(index)).or(() -> refused(index));
            obstacle.ifPresentOrElse(
                    why -> say("cuda:" + index + " is not used: " + why + "."),
                    () -> usable.add(new Device(Device.Kind.CUDA, index)));
            if (obstacle.isEmpty() && wanted.kind() == Device.Kind.AUTO) {
                break;
            }
        }
        if (usable.isEmpty()) {
            say("No CUDA device can be used, the processor computes instead.");
            return List.of(Device.CPU);
        }
        return List.copyOf(usable);
    }

    private static List<Integer> indices(Device wanted, Optional<CudaReport> report) {
        boolean one = wanted.kind() == Device.Kind.CUDA && !wanted.equals(Device.EVERY_CUDA);
        return one
                ? List.of(wanted.index())
                : report.map(found -> IntStream.range(0, found.devices().size())
                                .boxed()
                                .toList())
                        .orElse(List.of(0));
    }

    private static List<Device> processor(String why, boolean asked) {
        if (asked) {
            say("CUDA is not used, the processor computes instead: " + why + ".");
        } else {
            LOG.debug("CUDA is not used: {}.", why);
        }
        return List.of(Device.CPU);
    }

    static void say(String message) {
        if (SAID.add(message)) {
            LOG.warn("{}", message);
        }
    }

    /** Why this build of ONNX Runtime cannot use CUDA, and what to do about it; empty if it may. */
    static Optional<String> buildObstacle() {
        return doubled(places())
                .or(() -> OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)
                        ? Optional.empty()
                        : Optional.of("this build of ONNX Runtime has no CUDA; depend on zograf-cuda and exclude "
                                + "com.microsoft.onnxruntime:onnxruntime, so that onnxruntime_gpu takes its place"));
    }

    /** What is wrong if ONNX Runtime is on the class path more than once: whichever comes first decides what there is. */
    static Optional<String> doubled(List<String> places) {
        return places.size() < 2
                ? Optional.empty()
                : Optional.of(
                        "ONNX Runtime is on the class path " + places.size() + " times (" + String.join(", ", places)
                                + "); exclude com.microsoft.onnxruntime:onnxruntime and keep onnxruntime_gpu");
    }

    private static List<String> places() {
        ClassLoader loader = OrtEnvironment.class.getClassLoader();
        try {
            return loader == null
                    ? List.of()
                    : Collections.list(loader.getResources(ONE_OF_ITS_CLASSES)).stream()
                            .map(URL::getPath)
                            .map(path -> path.replaceFirst("!?/" + ONE_OF_ITS_CLASSES + "$", ""))
                            .map(path -> path.substring(path.lastIndexOf('/') + 1))
                            .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What ONNX Runtime says against a device. */
    private static Optional<String> refused(int index) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.addCUDA(index);
            return Optional.empty();
        } catch (OrtException e) {
            return Optional.of("ONNX Runtime cannot use it (" + e.getMessage()
                    + "); zograf-cuda brings the libraries of CUDA and cuDNN");
        }
    }
}
