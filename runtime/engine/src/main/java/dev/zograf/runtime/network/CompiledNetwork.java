package dev.zograf.runtime.network;

import dev.zograf.api.model.Precision;
import dev.zograf.runtime.model.FileStamp;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Weights;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What a network can be loaded from at any time.
 *
 * @param key tells networks apart; that of the first one for all that have the same weights
 * @param working tells how much memory it needs beside its weights
 * @param stamps the states of the weights' files when the network was compiled
 */
record CompiledNetwork(
        Key key,
        Weights weights,
        Map<Path, FileStamp> stamps,
        ChosenBackend chosen,
        NetworkInputs inputs,
        WorkingMemory working,
        Set<String> outputs) {

    /** Equal for networks that compute the same. */
    record Key(NetworkDefinition definition, String weights, Precision precision) {
        @Override
        public String toString() {
            return definition.name();
        }
    }

    /**
     * What is loaded of a network on a device.
     *
     * @param within how many bytes of weights it may have loaded at a time; 0 for all of them
     */
    record OnDevice(Key network, Device device, long within) {
        OnDevice(Key network, Device device) {
            this(network, device, 0);
        }

        @Override
        public String toString() {
            return network + " on " + device;
        }
    }

    /** This one with what is loaded for another. */
    CompiledNetwork as(CompiledNetwork other) {
        return new CompiledNetwork(other.key, weights, stamps, chosen, inputs, working, outputs);
    }

    String name() {
        return key.definition().name();
    }
}
