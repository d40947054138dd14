package dev.zograf.runtime.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.zograf.api.Cancellation;
import dev.zograf.api.CancelledException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session and the tensors whose memory it uses. */
final class SessionNetwork implements LoadedNetwork {

    private static final String SHRINK = "memory.enable_memory_arena_shrinkage";

    private final String name;
    private final OrtEnvironment environment;
    private final NativeObject<OrtSession> session;
    private final List<NativeObject<OnnxTensor>> weights;
    private final Habits habits;
    private final HeldInputs held = new HeldInputs();
    private final InputBuffers buffers = new InputBuffers();
    private volatile boolean keeps;

    /** As runs name the graph that they capture or replay, and the one that does neither. */
    private static final String GRAPH = "gpu_graph_id";

    private static final String NO_GRAPH = "-1";

    /**
     * What it does beside computing.
     *
     * @param device where it computes
     * @param keepsNothing whether working memory is given back after each run
     * @param captures whether it was made to capture CUDA graphs, which only bound runs do
     * @param operators where its operators are noted
     */
    record Habits(
            Device device,
            boolean keepsNothing,
            boolean captures,
            @Nullable OperatorLog operators) {

        /** Whose working memory can be given back, as the run option names them. */
        String arenas() {
            return device.kind() == Device.Kind.CUDA ? "cpu:0;gpu:" + device.index() : "cpu:0";
        }
    }

    /**
     * Takes them over.
     *
     * @param weights whose memory the session uses
     */
    SessionNetwork(
            String name,
            OrtEnvironment environment,
            NativeObject<OrtSession> session,
            List<NativeObject<OnnxTensor>> weights,
            Habits habits) {
        this.name = name;
        this.environment = environment;
        this.session = session;
        this.weights = weights;
        this.habits = habits;
    }

    @Override
    public Map<String, FloatTensor> run(
            Map<String, ? extends HostTensor> inputs, Set<String> outputs, boolean again, Cancellation cancellation) {
        boolean keep = again && !habits.keepsNothing();
        boolean done = false;
        Map<String, NativeObject<OnnxTensor>> fed = new HashMap<>();
        try {
            fed.putAll(feed(inputs));
            Map<String, OnnxTensor> tensors = new HashMap<>();
            fed.forEach((input, tensor) -> tensors.put(input, tensor.get()));
            try (NativeObject<OrtSession.Result> result = compute(tensors, outputs, keep, cancellation)) {
                done = true;
                return read(result.get(), outputs);
            }
        } catch (OrtException e) {
            throw failure(e, cancellation);
        } catch (OutOfMemoryError e) {
            throw NetworkException.of("The network " + name, e);
        } finally {
            for (Map.Entry<String, NativeObject<OnnxTensor>> each : fed.entrySet()) {
                HostTensor numbers = inputs.get(each.getKey());
                if (keep && done && numbers != null) {
                    held.hold(each.getKey(), numbers, each.getValue());
                } else {
                    each.getValue().close();
                }
            }
            if (!keep) {
                buffers.clear();
            }
        }
    }

    /** Copies of the numbers as tensors of the engine; the caller closes them. */
    Map<String, NativeObject<OnnxTensor>> feed(Map<String, ? extends HostTensor> inputs) throws OrtException {
        Map<String, NativeObject<OnnxTensor>> fed = new HashMap<>();
        boolean all = false;
        try {
            for (Map.Entry<String, ? extends HostTensor> input : inputs.entrySet()) {
                Optional<NativeObject<OnnxTensor>> copy = held.take(input.getKey(), input.getValue());
                fed.put(input.getKey(), copy.isPresent() ? copy.get() : tensor(input.getValue()));
            }
            all = true;
            return fed;
        } finally {
            if (!all) {
                fed.values().forEach(NativeObject::close);
            }
        }
    }

    /**
     * Runs the session; the caller closes the result.
     *
     * @param values all that it takes, by name; what it does not take is left out
     * @param keep whether it keeps its working memory
     */
    NativeObject<OrtSession.Result> compute(
            Map<String, OnnxTensor> values, Set<String> outputs, boolean keep, Cancellation cancellation)
            throws OrtException {
        Map<String, OnnxTensor> tensors = new HashMap<>(values);
        tensors.keySet().retainAll(inputs());
        return running(keep, cancellation, run -> {
            if (habits.captures()) {
                run.addRunConfigEntry(GRAPH, NO_GRAPH);
            }
            return NativeObject.of(session.get().run(tensors, outputs, run));
        });
    }

    /** A run with its options. */
    interface Running<R, E extends Exception> {
        R run(OrtSession.RunOptions options) throws OrtException, E;
    }

    /**
     * Runs with options that end when the run is cancelled, and notes its operators.
     *
     * @param keep whether it keeps its working memory
     */
    <R, E extends Exception> R running(boolean keep, Cancellation cancellation, Running<R, E> action)
            throws OrtException, E {
        try (NativeObject<OrtSession.RunOptions> run = NativeObject.of(new OrtSession.RunOptions())) {
            if (keep) {
                keeps = true;
            } else {
                run.get().addRunConfigEntry(SHRINK, habits.arenas());
            }
            long start = System.nanoTime();
            try (Termination termination = new Termination(run.get(), cancellation)) {
                return action.run(run.get());
            } finally {
                if (habits.operators() != null) {
                    habits.operators().ran(start, System.nanoTime());
                }
            }
        }
    }

    /** What it takes: an input of a network that none of its operators needs is not there. */
    Set<String> inputs() {
        return session.get().getInputNames();
    }

    /** Its address. */
    long handle() throws ReflectiveOperationException {
        return OrtHandles.of(session.get());
    }

    Habits habits() {
        return habits;
    }

    /** What is thrown for a run that failed: that it was cancelled, if it was. */
    RuntimeException failure(Exception cause, Cancellation cancellation) {
        if (cancellation.requested()) {
            CancelledException cancelled = new CancelledException();
            cancelled.addSuppressed(cause);
            return cancelled;
        }
        return NetworkException.of("The network " + name, habits.device(), cause);
    }

    /**
     * The engine gives memory back only when it has run: here with sizes of 1, told to stop before the first operator.
     */
    @Override
    public void rest() {
        buffers.clear();
        if (!keeps) {
            return;
        }
        keeps = false;
        held.close();
        Map<String, NativeObject<OnnxTensor>> fed = new HashMap<>();
        try (NativeObject<OrtSession.RunOptions> run = NativeObject.of(new OrtSession.RunOptions())) {
            run.get().addRunConfigEntry(SHRINK, habits.arenas());
            if (habits.captures()) {
                run.get().addRunConfigEntry(GRAPH, NO_GRAPH);
            }
            run.get().setTerminate(true);
            Map<String, OnnxTensor> tensors = new HashMap<>();
            for (NodeInfo input : session.get().getInputInfo().values()) {
                NativeObject<OnnxTensor> tensor = NativeObject.of(smallest((TensorInfo) input.getInfo()));
                fed.put(input.getName(), tensor);
                tensors.put(input.getName(), tensor.get());
            }
            session.get().run(tensors, run.get()).close();
        } catch (OrtException e) {
            // It was told to stop.
        } finally {
            fed.values().forEach(NativeObject::close);
        }
    }

    private OnnxTensor smallest(TensorInfo info) throws OrtException {
        long[] shape =
                Arrays.stream(info.getShape()).map(size -> Math.max(size, 1)).toArray();
        int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        return info.type == OnnxJavaType.INT32
                ? OnnxTensor.createTensor(environment, IntBuffer.allocate(size), shape)
                : OnnxTensor.createTensor(environment, FloatBuffer.allocate(size), shape);
    }

    /** A tensor of the engine with a copy of the numbers; the caller closes it. */
    private NativeObject<OnnxTensor> tensor(HostTensor tensor) throws OrtException {
        long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
        if (tensor instanceof IntTensor whole) {
            return NativeObject.of(OnnxTensor.createTensor(environment, IntBuffer.wrap(whole.toArray()), shape));
        }
        FloatBuffer numbers = ((FloatTensor) tensor).buffer();
        ByteBuffer buffer = buffers.take(Math.multiplyExact(numbers.remaining(), Float.BYTES));
        buffer.asFloatBuffer().put(numbers);
        return NativeObject.of(
                OnnxTensor.createTensor(environment, buffer, shape, OnnxJavaType.FLOAT), () -> buffers.give(buffer));
    }

    /** Copies of outputs. */
    static Map<String, FloatTensor> read(OrtSession.Result result, Set<String> outputs) {
        Map<String, FloatTensor> out = new HashMap<>();
        for (String name : outputs) {
            OnnxTensor tensor = (OnnxTensor)
                    result.get(name).orElseThrow(() -> new IllegalStateException("The engine gave no " + name + "."));
            int[] shape = new int[tensor.getInfo().getShape().length];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = Math.toIntExact(tensor.getInfo().getShape()[i]);
            }
            FloatBuffer numbers = tensor.getFloatBuffer();
            float[] array = new float[numbers.remaining()];
            numbers.get(array);
            out.put(name, FloatTensor.wrap(array, shape));
        }
        return out;
    }

    @Override
    public void close() {
        try {
            if (habits.operators() != null) {
                habits.operators().finish();
            }
            session.close();
        } finally {
            held.close();
            weights.forEach(NativeObject::close);
        }
    }
}
