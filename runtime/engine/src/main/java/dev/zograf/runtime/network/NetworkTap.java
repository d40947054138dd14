package dev.zograf.runtime.network;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import java.util.Map;

/** Sees what goes into and comes out of every network, for tests of parity and for debugging. */
@FunctionalInterface
public interface NetworkTap {

    /**
     * A network has run. Called on the thread that ran it.
     *
     * @param network the definition's name: {@code unet}
     * @param outputs all outputs that the definition declares, also those that the caller did not ask for
     */
    void ran(String network, Map<String, ? extends HostTensor> inputs, Map<String, FloatTensor> outputs);
}
