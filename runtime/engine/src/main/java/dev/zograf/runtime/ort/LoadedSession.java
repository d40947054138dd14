package dev.zograf.runtime.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.util.List;

/** A session and the tensors whose memory it uses. */
final class LoadedSession implements AutoCloseable {

    private final NativeObject<OrtSession> session;
    private final List<NativeObject<OnnxTensor>> weights;

    LoadedSession(NativeObject<OrtSession> session, List<NativeObject<OnnxTensor>> weights) {
        this.session = session;
        this.weights = weights;
    }

    OrtSession session() {
        return session.get();
    }

    @Override
    public void close() {
        try {
            session.close();
        } finally {
            weights.forEach(NativeObject::close);
        }
    }
}
