package dev.zograf.runtime.ort;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.runtime.network.BindingException;
import dev.zograf.runtime.network.BoundSession;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NativeSession;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.runtime.onnx.OnnxEmitter;
import dev.zograf.runtime.trace.Trace;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** A session on the processor, for tests of what binds sessions: by its addresses, and as ONNX Runtime's Java interface runs it. */
public final class ProcessorSession implements AutoCloseable {

    private static final NetworkOptions OPTIONS =
            new NetworkOptions(Device.CPU, 1, Optimization.AUTO, Precision.AUTO, 1 << 30);

    private final SessionNetwork session;

    /** Of a graph. */
    public ProcessorSession(TensorGraph graph) {
        session = new SessionMaker(OrtRuntime.get(1), OPTIONS)
                .make("net", OnnxEmitter.emit("net", graph), Device.CPU, CudaWay.PLAIN);
    }

    /** Of a small network that has what those of diffusion models have. */
    public static ProcessorSession smallUnet() {
        SmallUnet network = new SmallUnet(2);
        TensorGraph graph = new TensorGraph();
        network.build(graph, Weights.of(network.weights(3)));
        return new ProcessorSession(graph);
    }

    /** Of a network that looks rows of three numbers up by their indices, and adds one to a table that it is fed. */
    public static ProcessorSession rows() {
        TensorGraph graph = new TensorGraph();
        Tensor ids = graph.input("ids", DType.I32, "batch", "tokens");
        MemoryWeights table = new MemoryWeights().random(new Random(5), "rows.weight", 10, 3);
        graph.output("rows", Nn.embedding(ids, Weights.of(table).at("rows")));
        graph.output("out", graph.input("table", DType.F32, "rows", 3).plus(1));
        return new ProcessorSession(graph);
    }

    /** The address of ONNX Runtime's table of functions. */
    public static long api() {
        try {
            OrtRuntime.get(1);
            return OrtHandles.api();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its addresses. */
    public NativeSession address(boolean captures) {
        try {
            return new NativeSession(api(), session.handle(), Device.CPU, captures);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the Java interface runs it. */
    public Map<String, FloatTensor> run(Map<String, ? extends HostTensor> inputs, Set<String> outputs) {
        return session.run(inputs, outputs, false, Cancellation.never());
    }

    /** The same bound. */
    public Map<String, FloatTensor> run(
            BoundSession bound,
            Map<String, ? extends HostTensor> inputs,
            Set<String> outputs,
            boolean again,
            Consumer<BoundSession.Crossing> crossings)
            throws BindingException {
        try {
            return session.<Map<String, FloatTensor>, Exception>running(
                    again,
                    Cancellation.never(),
                    options -> bound.run(inputs, outputs, again, OrtHandles.of(options), crossings));
        } catch (BindingException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The network as an engine would have it on a device. Closing that closes this, too. */
    public LoadedNetwork network(BoundSession bound, Trace trace) {
        return new BoundNetwork(session, bound, trace);
    }

    @Override
    public void close() {
        session.close();
    }
}
