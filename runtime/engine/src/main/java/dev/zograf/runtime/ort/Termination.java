package dev.zograf.runtime.ort;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.zograf.api.Cancellation;

/** Tells a computation inside the engine to stop when its run is cancelled, and never afterwards. */
final class Termination implements AutoCloseable {

    private final OrtSession.RunOptions options;
    private final Cancellation.Registration registration;
    private boolean over;

    Termination(OrtSession.RunOptions options, Cancellation cancellation) {
        this.options = options;
        this.registration = cancellation.onRequest(this::terminate);
    }

    private synchronized void terminate() {
        if (!over) {
            try {
                options.setTerminate(true);
            } catch (OrtException e) {
                throw new IllegalStateException("The engine does not take the request to stop.", e);
            }
        }
    }

    @Override
    public void close() {
        registration.close();
        synchronized (this) {
            over = true;
        }
    }
}
