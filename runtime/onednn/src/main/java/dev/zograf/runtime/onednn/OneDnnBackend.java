package dev.zograf.runtime.onednn;

import dev.zograf.api.model.Precision;
import dev.zograf.runtime.network.NetworkBackend;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.PreparedNetwork;
import dev.zograf.tensor.TensorGraph;
import java.util.Optional;

/** oneDNN on the processor: bfloat16 and 8-bit whole numbers, where there are instructions for them. */
public final class OneDnnBackend implements NetworkBackend {

    private volatile int threads = Runtime.getRuntime().availableProcessors();

    @Override
    public void configure(NetworkOptions options) {
        threads = options.cores();
    }

    @Override
    public String name() {
        return "oneDNN";
    }

    @Override
    public String version() {
        return OneDnn.version();
    }

    @Override
    public boolean knows(Precision precision) {
        return precision == Precision.BFLOAT16 || precision == Precision.INT8;
    }

    @Override
    public Optional<String> obstacle(Precision precision) {
        if (!knows(precision)) {
            return Optional.of("it is not used for that");
        }
        try {
            return Instructions.obstacle(precision);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Optional.of("its native library for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch") + " is missing or cannot be loaded: " + cause.getMessage());
        }
    }

    @Override
    public PreparedNetwork prepare(String name, TensorGraph graph, Precision precision) {
        Supported.check(graph);
        return new OneDnnNetwork.Prepared(name, graph, precision, threads);
    }
}
