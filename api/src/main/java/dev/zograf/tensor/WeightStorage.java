package dev.zograf.tensor;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Where the bytes of a weight are: little-endian, row-major. */
public sealed interface WeightStorage {

    /**
     * A region of a file of the default file system that the engine maps, without a copy. Offset and length were checked
     * against the file.
     */
    record InFile(Path file, long offset, long length) implements WeightStorage {}

    /** Bytes in memory, made on demand: a direct, little-endian buffer at position 0. */
    record InMemory(Supplier<ByteBuffer> bytes) implements WeightStorage {}
}
