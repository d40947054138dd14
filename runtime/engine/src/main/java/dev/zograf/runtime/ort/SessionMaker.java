package dev.zograf.runtime.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.zograf.api.BadFileException;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.runtime.onnx.OnnxModel;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sessions from ONNX models: the engine maps weights in files, and is given the addresses of weights in memory. */
final class SessionMaker {

    private static final Logger LOG = LoggerFactory.getLogger(SessionMaker.class);

    private final OrtRuntime runtime;
    private final NetworkOptions choices;

    SessionMaker(OrtRuntime runtime, NetworkOptions options) {
        this.runtime = runtime;
        this.choices = options;
    }

    /** A session on a device, of a network that may run often. */
    SessionNetwork make(String name, OnnxModel model, Device device, CudaWay way) {
        return make(
                name,
                model,
                device,
                choices.optimization().on(device, model.balancedBytes(), choices.weightsBound(), false),
                way);
    }

    /**
     * A session on a device.
     *
     * @param chosen what its weights are turned into
     * @param way how it computes if that is a CUDA device
     */
    SessionNetwork make(String name, OnnxModel model, Device device, Optimization chosen, CudaWay way) {
        LOG.debug("The network {} is loaded {}, with {} MiB of weights.", name, chosen, model.computeBytes() >> 20);
        byte[] bytes = device.kind() == Device.Kind.CPU && chosen == Optimization.BALANCED
                ? model.casting().map(OnnxModel.Casting::bytes).orElse(model.bytes())
                : model.bytes();
        List<NativeObject<OnnxTensor>> weights = new ArrayList<>();
        try (NativeObject<OrtSession.SessionOptions> options = NativeObject.of(new OrtSession.SessionOptions())) {
            configure(options.get(), model, device, chosen, way);
            OperatorLog operators = OperatorLog.begin(choices.trace(), name, options.get());
            Map<String, OnnxTensorLike> byName = new HashMap<>();
            for (OnnxModel.InMemory each : model.inMemory()) {
                NativeObject<OnnxTensor> tensor = NativeObject.of(tensor(each));
                weights.add(tensor);
                byName.put(each.name(), tensor.get());
            }
            if (!byName.isEmpty()) {
                options.get().addExternalInitializers(byName);
            }
            NativeObject<OrtSession> session = session(bytes, options.get(), operators);
            return new SessionNetwork(
                    name,
                    runtime.environment(),
                    session,
                    weights,
                    new SessionNetwork.Habits(device, chosen == Optimization.SMALL, way == CudaWay.GRAPHS, operators));
        } catch (OrtException | RuntimeException | OutOfMemoryError e) {
            weights.forEach(NativeObject::close);
            if (e instanceof BadFileException bad) {
                throw bad;
            }
            throw NetworkException.of("Loading the network " + name, device, e);
        }
    }

    private NativeObject<OrtSession> session(
            byte[] model, OrtSession.SessionOptions options, @Nullable OperatorLog operators) throws OrtException {
        boolean made = false;
        try {
            OrtSession session = runtime.environment().createSession(model, options);
            if (operators != null) {
                operators.of(session);
            }
            made = true;
            return NativeObject.of(session);
        } finally {
            if (!made && operators != null) {
                operators.finish();
            }
        }
    }

    private void configure(
            OrtSession.SessionOptions options, OnnxModel model, Device device, Optimization chosen, CudaWay way)
            throws OrtException {
        options.setOptimizationLevel(
                chosen == Optimization.FAST
                        ? OrtSession.SessionOptions.OptLevel.ALL_OPT
                        : OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
        if (runtime.sharesThreads()) {
            options.disablePerSessionThreads();
        } else {
            options.setIntraOpNumThreads(choices.threads());
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
        }
        if (model.root().isPresent()) {
            options.addConfigEntry(
                    "session.model_external_initializers_file_folder_path",
                    model.root().get().toString());
        }
        if (chosen == Optimization.SMALL) {
            options.addConfigEntry("session.disable_prepacking", "1");
            options.addConfigEntry("optimization.constant_folding_max_output_size_in_bytes", "65536");
        }
        if (device.kind() == Device.Kind.CUDA) {
            CudaSession.configure(options, device.index(), choices.cuda(), way);
        }
    }

    private OnnxTensor tensor(OnnxModel.InMemory from) throws OrtException {
        Weight weight = from.weight();
        if (from.asFloats()) {
            float[] numbers = WeightData.floats(weight);
            ByteBuffer bytes =
                    ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.nativeOrder());
            bytes.asFloatBuffer().put(numbers);
            return OnnxTensor.createTensor(runtime.environment(), bytes, weight.shape(), OnnxJavaType.FLOAT);
        }
        ByteBuffer bytes = WeightData.bytes(weight);
        if (!bytes.isDirect()) {
            // The engine's Java interface takes 16-bit floats from outside of the heap only.
            bytes = ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
        }
        return OnnxTensor.createTensor(runtime.environment(), bytes, weight.shape(), type(weight.dtype()));
    }

    private static OnnxJavaType type(DType type) {
        return switch (type) {
            case F64 -> OnnxJavaType.DOUBLE;
            case F32 -> OnnxJavaType.FLOAT;
            case F16 -> OnnxJavaType.FLOAT16;
            case BF16 -> OnnxJavaType.BFLOAT16;
            case I64 -> OnnxJavaType.INT64;
            case I32 -> OnnxJavaType.INT32;
            case I16 -> OnnxJavaType.INT16;
            case I8 -> OnnxJavaType.INT8;
            case U8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
            case F8_E4M3, F8_E5M2, U16, U32, U64 ->
                throw new IllegalArgumentException("Weights of the type " + type + " cannot be given to the engine.");
        };
    }
}
