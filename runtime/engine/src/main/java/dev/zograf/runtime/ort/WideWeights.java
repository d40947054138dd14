package dev.zograf.runtime.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.zograf.runtime.model.FileStamp;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightStorage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Weights that sessions are fed, in 32-bit floats: what comes from one place of a file is there once for all sessions that have it, from when
 * the first needs it until the last is closed. Thread-safe.
 */
final class WideWeights {

    private record Place(FileStamp file, long offset, DType type, List<Long> shape) {}

    private static final class Entry {
        private final Object key;
        private final CompletableFuture<NativeObject<OrtSession.Result>> made = new CompletableFuture<>();
        private int holds;

        Entry(Object key) {
            this.key = key;
        }
    }

    private final Map<Object, Entry> entries = new HashMap<>();

    /** Keeps a weight where it is until it is closed. */
    final class Hold implements AutoCloseable {

        private final Entry entry;
        private boolean released;

        private Hold(Entry entry) {
            this.entry = entry;
        }

        /** Its numbers; they belong to the store. */
        OnnxTensor tensor() {
            return (OnnxTensor) entry.made.join().get().get(0);
        }

        @Override
        public synchronized void close() {
            if (!released) {
                released = true;
                release(entry);
            }
        }
    }

    /**
     * A hold on a weight. If it is not there yet this thread makes it; other threads that ask meanwhile wait for that.
     *
     * @param file the state of the file that it is in
     */
    Hold hold(
            Weight weight,
            WeightStorage.InFile region,
            FileStamp file,
            Supplier<NativeObject<OrtSession.Result>> maker) {
        return hold(
                new Place(
                        file,
                        region.offset(),
                        weight.dtype(),
                        Arrays.stream(weight.shape()).boxed().toList()),
                maker);
    }

    /** A hold on a weight that is in no file, and that nobody else has. */
    Hold hold(Supplier<NativeObject<OrtSession.Result>> maker) {
        return hold(new Object(), maker);
    }

    private Hold hold(Object key, Supplier<NativeObject<OrtSession.Result>> maker) {
        Entry entry;
        boolean mine = false;
        synchronized (this) {
            entry = entries.get(key);
            if (entry == null) {
                entry = new Entry(key);
                entries.put(key, entry);
                mine = true;
            }
            entry.holds++;
        }
        if (mine) {
            make(entry, maker);
        }
        try {
            entry.made.join();
            return new Hold(entry);
        } catch (CompletionException e) {
            release(entry);
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static void make(Entry entry, Supplier<NativeObject<OrtSession.Result>> maker) {
        try {
            entry.made.complete(maker.get());
        } catch (RuntimeException | Error e) {
            entry.made.completeExceptionally(e);
        }
    }

    private void release(Entry entry) {
        synchronized (this) {
            if (--entry.holds > 0) {
                return;
            }
            entries.remove(entry.key, entry);
        }
        if (!entry.made.isCompletedExceptionally()) {
            entry.made.join().close();
        }
    }
}
