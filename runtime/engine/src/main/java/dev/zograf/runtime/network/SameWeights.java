package dev.zograf.runtime.network;

import dev.zograf.runtime.model.FileStamp;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.WeightStorage.InFile;
import dev.zograf.tensor.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Whether two networks have the same weights, though they come from different files: many checkpoints have the VAE and the text encoder of
 * the model that they were trained from. Files are compared byte by byte up to the first difference, which is near the beginning unless
 * there is none.
 */
final class SameWeights {

    private static final int CHUNK = 1 << 20;

    private SameWeights() {}

    /** Whether all tensors are equal as they are stored; not if one is not in a file, or a file has changed. */
    static boolean same(CompiledNetwork one, CompiledNetwork other) {
        Weights a = one.weights();
        Weights b = other.weights();
        if (!a.names().equals(b.names())
                || a.names().stream().anyMatch(name -> !alike(tensor(a, name), tensor(b, name)))) {
            return false;
        }
        try {
            if (!current(one.stamps()) || !current(other.stamps())) {
                return false;
            }
            for (String name : a.names()) {
                if (!equal((InFile) tensor(a, name).storage(), (InFile)
                        tensor(b, name).storage())) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            // Whoever needs the file will say that it is gone.
            return false;
        }
    }

    private static Weight tensor(Weights weights, String name) {
        return weights.find(name).orElseThrow();
    }

    private static boolean alike(Weight a, Weight b) {
        return a.dtype() == b.dtype()
                && Arrays.equals(a.shape(), b.shape())
                && length(a.storage()) == length(b.storage())
                && length(a.storage()) >= 0;
    }

    private static long length(WeightStorage storage) {
        return storage instanceof InFile region ? region.length() : -1;
    }

    private static boolean current(Map<Path, FileStamp> stamps) throws IOException {
        for (Map.Entry<Path, FileStamp> stamp : stamps.entrySet()) {
            if (!FileStamp.of(stamp.getKey()).equals(stamp.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(InFile a, InFile b) throws IOException {
        try (FileChannel one = FileChannel.open(a.file());
                FileChannel other = FileChannel.open(b.file())) {
            int chunk = (int) Math.min(CHUNK, a.length());
            ByteBuffer left = ByteBuffer.allocateDirect(chunk);
            ByteBuffer right = ByteBuffer.allocateDirect(chunk);
            for (long at = 0; at < a.length(); at += chunk) {
                int size = (int) Math.min(chunk, a.length() - at);
                read(one, a.offset() + at, left.clear().limit(size));
                read(other, b.offset() + at, right.clear().limit(size));
                if (!left.equals(right)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static void read(FileChannel file, long at, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (file.read(into, at + into.position()) < 0) {
                throw new IOException("The file has become shorter.");
            }
        }
        into.flip();
    }
}
