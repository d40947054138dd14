package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession;
import dev.zograf.runtime.onnx.OnnxEmitter;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.TensorGraph;
import org.junit.jupiter.api.Test;

/** This version of ONNX Runtime's Java interface has the private fields from which addresses are read. */
class OrtHandlesTest {

    @Test
    void addressesCanBeRead() throws Exception {
        try (OrtSession session = OrtRuntime.get(1).environment().createSession(model());
                OrtSession.RunOptions options = new OrtSession.RunOptions()) {
            assertThat(OrtHandles.api()).isNotZero();
            assertThat(OrtHandles.of(session)).isNotZero();
            assertThat(OrtHandles.of(options)).isNotZero();
        }
    }

    private static byte[] model() {
        TensorGraph graph = new TensorGraph();
        graph.output("twice", graph.input("x", DType.F32, "size").times(2));
        return OnnxEmitter.emit("twice", graph).bytes();
    }
}
