package dev.zograf.runtime.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.zograf.runtime.model.FileStamp;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.onnx.OnnxCast;
import dev.zograf.runtime.onnx.OnnxModel;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightStorage;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns weights of 16-bit floats into 32-bit ones by the engine's own conversion, while the session that uses them is made. They are
 * read rather than mapped, so that no page of the file is counted as memory of the process, and lie in memory that the engine has allocated.
 */
final class Widener implements AutoCloseable {

    /** A weight that takes more bytes as it is stored is mapped: what is read must fit into memory outside of the heap. */
    private static final long READ = 64L << 20;

    private final OrtRuntime runtime;
    private final WideWeights shared;
    private final List<OnnxModel.Fed> weights;
    private final Map<DType, NativeObject<OrtSession>> casts = new EnumMap<>(DType.class);
    private final Map<Path, FileStamp> stamps = new ConcurrentHashMap<>();
    private final Map<String, WideWeights.Hold> made = new ConcurrentHashMap<>();
    private final InParallel work;

    /**
     * Begins to convert.
     *
     * @param shared where what is there already is found, and what is made is kept
     * @param threads how many there are for it, this one included; 0 for one a core
     */
    Widener(OrtRuntime runtime, WideWeights shared, int threads, List<OnnxModel.Fed> weights) throws OrtException {
        this.runtime = runtime;
        this.shared = shared;
        this.weights = weights;
        boolean ready = false;
        try {
            for (OnnxModel.Fed each : weights) {
                DType type = each.weight().dtype();
                if (!casts.containsKey(type)) {
                    casts.put(type, cast(type));
                }
            }
            ready = true;
        } finally {
            if (!ready) {
                casts.values().forEach(NativeObject::close);
            }
        }
        int all = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        work = InParallel.start("zograf-weights", Math.min(all, weights.size()) - 1, weights.size(), () -> {
            Scratch scratch = new Scratch();
            return i -> made.put(weights.get(i).name(), hold(weights.get(i).weight(), scratch));
        });
    }

    /**
     * All of them, by name, when they are there. They belong to the caller.
     *
     * @throws UncheckedIOException if a file cannot be read or has become shorter
     */
    Map<String, WideWeights.Hold> finish() {
        work.finish();
        Map<String, WideWeights.Hold> all = Map.copyOf(made);
        made.clear();
        return all;
    }

    private WideWeights.Hold hold(Weight weight, Scratch scratch) {
        return weight.storage() instanceof WeightStorage.InFile region
                ? shared.hold(
                        weight,
                        region,
                        stamps.computeIfAbsent(region.file(), FileStamp::ofWeights),
                        () -> widen(weight, scratch))
                : shared.hold(() -> widen(weight, scratch));
    }

    private NativeObject<OrtSession> cast(DType from) throws OrtException {
        try (NativeObject<OrtSession.SessionOptions> options = NativeObject.of(new OrtSession.SessionOptions())) {
            options.get().setIntraOpNumThreads(1);
            // An arena would keep more than it gives, and what it gives for ever.
            options.get().setCPUArenaAllocator(false);
            return NativeObject.of(runtime.environment().createSession(OnnxCast.model(from, DType.F32), options.get()));
        }
    }

    private NativeObject<OrtSession.Result> widen(Weight weight, Scratch scratch) {
        OnnxJavaType type = weight.dtype() == DType.F16 ? OnnxJavaType.FLOAT16 : OnnxJavaType.BFLOAT16;
        try (NativeObject<OnnxTensor> stored = NativeObject.of(
                OnnxTensor.createTensor(runtime.environment(), numbers(weight, scratch), weight.shape(), type))) {
            return NativeObject.of(
                    Objects.requireNonNull(casts.get(weight.dtype())).get().run(Map.of(OnnxCast.FROM, stored.get())));
        } catch (OrtException e) {
            throw NetworkException.of("Converting the weight " + weight.name(), e);
        }
    }

    private static ByteBuffer numbers(Weight weight, Scratch scratch) {
        if (!(weight.storage() instanceof WeightStorage.InFile region)) {
            return WeightData.bytes(weight).order(ByteOrder.nativeOrder());
        }
        try (FileChannel file = FileChannel.open(region.file())) {
            if (region.length() > READ) {
                return file.map(FileChannel.MapMode.READ_ONLY, region.offset(), region.length())
                        .order(ByteOrder.nativeOrder());
            }
            ByteBuffer out = scratch.take(Math.toIntExact(region.length()));
            while (out.hasRemaining()) {
                if (file.read(out, region.offset() + out.position()) < 0) {
                    throw new EOFException(region.file() + " has become shorter.");
                }
            }
            return out.flip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        work.close();
        made.values().forEach(WideWeights.Hold::close);
        casts.values().forEach(NativeObject::close);
    }

    /** What one thread reads into, again and again. */
    private static final class Scratch {

        private ByteBuffer memory = ByteBuffer.allocateDirect(0);

        ByteBuffer take(int bytes) {
            if (memory.capacity() < bytes) {
                memory = ByteBuffer.allocateDirect(bytes);
            }
            return memory.slice(0, bytes).order(ByteOrder.nativeOrder());
        }
    }
}
