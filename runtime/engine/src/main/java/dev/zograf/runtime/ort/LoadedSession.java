package dev.zograf.runtime.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.List;

/** A session and the tensors whose memory it uses. */
final class LoadedSession implements AutoCloseable {

    private final OrtSession session;
    private final List<OnnxTensor> weights;

    LoadedSession(OrtSession session, List<OnnxTensor> weights) {
        this.session = session;
        this.weights = weights;
    }

    OrtSession session() {
        return session;
    }

    @Override
    public void close() throws OrtException {
        try {
            session.close();
        } finally {
            weights.forEach(OnnxTensor::close);
        }
    }
}
