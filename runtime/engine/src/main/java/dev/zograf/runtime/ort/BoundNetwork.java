package dev.zograf.runtime.ort;

import ai.onnxruntime.OrtException;
import dev.zograf.api.Cancellation;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.runtime.network.BindingException;
import dev.zograf.runtime.network.BoundSession;
import dev.zograf.runtime.network.DeviceFailure;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.trace.Trace;
import dev.zograf.runtime.trace.TraceSpan;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A session whose inputs and outputs lie on its device, so that only what changes is copied there. What is copied is in the trace: the category
 * {@code copy}, with the bytes.
 */
final class BoundNetwork implements LoadedNetwork {

    private final SessionNetwork session;
    private final NativeObject<BoundSession> bound;
    private final Trace trace;

    /** Takes both over. */
    BoundNetwork(SessionNetwork session, BoundSession bound, Trace trace) {
        this.session = session;
        this.bound = NativeObject.of(bound);
        this.trace = trace;
    }

    @Override
    public Map<String, FloatTensor> run(
            Map<String, ? extends HostTensor> inputs, Set<String> outputs, boolean again, Cancellation cancellation) {
        boolean keep = again && !session.habits().keepsNothing();
        Map<String, HostTensor> taken = new HashMap<>(inputs);
        taken.keySet().retainAll(session.inputs());
        try {
            return session.<Map<String, FloatTensor>, Exception>running(
                    keep || bound.get().hasCaptured(),
                    cancellation,
                    options -> bound.get().run(taken, outputs, keep, OrtHandles.of(options), this::add));
        } catch (BindingException e) {
            boolean lost = DeviceFailure.of(String.valueOf(e.getMessage()))
                    .filter(DeviceFailure.LOST::equals)
                    .isPresent();
            if (e.isWhileCapturing() && !lost) {
                throw new CaptureException(e);
            }
            throw session.failure(e, cancellation);
        } catch (OrtException e) {
            throw session.failure(e, cancellation);
        } catch (OutOfMemoryError e) {
            throw NetworkException.of("A network", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw session.failure(e, cancellation);
        }
    }

    private void add(BoundSession.Crossing crossing) {
        String device = session.habits().device().toString();
        trace.add(new TraceSpan(
                "copy",
                (crossing.toDevice() ? "copy to " : "copy from ") + device,
                Thread.currentThread().getId(),
                crossing.start(),
                crossing.end(),
                Map.of("bytes", crossing.bytes(), "tensors", String.join(", ", crossing.tensors()))));
    }

    @Override
    public void rest() {
        if (!bound.get().hasCaptured()) {
            bound.get().rest();
            session.rest();
        }
    }

    @Override
    public void close() {
        try {
            bound.close();
        } finally {
            session.close();
        }
    }

    /** A CUDA graph could not be captured; the session is of no use any more. */
    static final class CaptureException extends RuntimeException {

        private static final long serialVersionUID = 1;

        CaptureException(BindingException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
