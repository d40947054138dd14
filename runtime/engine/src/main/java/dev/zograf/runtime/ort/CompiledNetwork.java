package dev.zograf.runtime.ort;

import dev.zograf.runtime.model.FileStamp;
import dev.zograf.runtime.onnx.OnnxModel;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Weights;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What a session can be made from at any time.
 *
 * @param key tells networks apart; that of the first one for all that have the same weights
 * @param stamps the states of the weights' files when the network was compiled
 */
record CompiledNetwork(
        Key key,
        Weights weights,
        OnnxModel model,
        NetworkInputs inputs,
        Set<String> outputs,
        Map<Path, FileStamp> stamps) {

    /** Equal for networks that compute the same. */
    record Key(NetworkDefinition definition, String weights) {
        @Override
        public String toString() {
            return definition.name();
        }
    }

    /** This one with the session of another. */
    CompiledNetwork as(CompiledNetwork other) {
        return new CompiledNetwork(other.key, weights, model, inputs, outputs, stamps);
    }

    String name() {
        return key.definition().name();
    }
}
