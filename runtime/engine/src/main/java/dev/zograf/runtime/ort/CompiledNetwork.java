package dev.zograf.runtime.ort;

import dev.zograf.runtime.model.FileStamp;
import dev.zograf.runtime.onnx.OnnxModel;
import dev.zograf.tensor.NetworkDefinition;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What a session can be made from at any time.
 *
 * @param key tells networks apart
 * @param stamps the states of the weights' files when the network was compiled
 */
record CompiledNetwork(
        Key key, OnnxModel model, NetworkInputs inputs, Set<String> outputs, Map<Path, FileStamp> stamps) {

    /** Equal for networks that compute the same. */
    record Key(NetworkDefinition definition, String weights) {
        @Override
        public String toString() {
            return definition.name();
        }
    }

    String name() {
        return key.definition().name();
    }
}
