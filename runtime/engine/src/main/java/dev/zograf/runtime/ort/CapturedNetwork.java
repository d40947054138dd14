package dev.zograf.runtime.ort;

import dev.zograf.api.Cancellation;
import dev.zograf.api.CancelledException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.runtime.network.LoadedNetwork;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A network that captures CUDA graphs, until one cannot be captured; from then on it is loaded without. One whose capture was cancelled is
 * loaded anew, since ONNX Runtime leaves the stream as it was in the middle of it.
 */
final class CapturedNetwork implements LoadedNetwork {

    private final String name;
    private final Supplier<LoadedNetwork> capturing;
    private final Supplier<LoadedNetwork> without;
    private boolean captures = true;
    private @Nullable LoadedNetwork now;

    /**
     * Loads it.
     *
     * @param capturing loads it so that it captures graphs
     * @param without loads it so that it does not
     */
    CapturedNetwork(String name, Supplier<LoadedNetwork> capturing, Supplier<LoadedNetwork> without) {
        this.name = name;
        this.capturing = capturing;
        this.without = without;
        this.now = capturing.get();
    }

    @Override
    public synchronized Map<String, FloatTensor> run(
            Map<String, ? extends HostTensor> inputs, Set<String> outputs, boolean again, Cancellation cancellation) {
        try {
            return loaded().run(inputs, outputs, again, cancellation);
        } catch (BoundNetwork.CaptureException e) {
            close();
            if (cancellation.requested()) {
                CancelledException cancelled = new CancelledException();
                cancelled.addSuppressed(e);
                throw cancelled;
            }
            captures = false;
            CudaChoice.say("The network " + name + " is computed without CUDA graphs: one could not be captured ("
                    + e.getMessage() + ").");
            return loaded().run(inputs, outputs, again, cancellation);
        }
    }

    private LoadedNetwork loaded() {
        LoadedNetwork loaded = now;
        if (loaded == null) {
            loaded = (captures ? capturing : without).get();
            now = loaded;
        }
        return loaded;
    }

    @Override
    public synchronized void rest() {
        if (now != null) {
            now.rest();
        }
    }

    @Override
    public synchronized void close() {
        LoadedNetwork loaded = now;
        now = null;
        if (loaded != null) {
            loaded.close();
        }
    }
}
