package dev.zograf.runtime.model;

import dev.zograf.api.BadFileException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The data of a file that cannot be mapped because it lies inside an archive: read as a whole when first needed, kept as long as
 * somebody uses it or memory is plenty.
 */
final class ArchivedBytes {

    private static final int CHUNK = 1 << 16;

    private final String file;
    private final Path path;
    private final long skip;
    private SoftReference<ByteBuffer> cached = new SoftReference<>(null);

    /** The bytes of a file after the first {@code skip}. */
    ArchivedBytes(String file, Path path, long skip) {
        this.file = file;
        this.path = path;
        this.skip = skip;
    }

    /** A part of the data: direct, little-endian, at position 0. It keeps the whole in memory. */
    synchronized ByteBuffer slice(int from, int length) {
        ByteBuffer all = cached.get();
        if (all == null) {
            all = read();
            cached = new SoftReference<>(all);
        }
        return all.slice(from, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer read() {
        try (InputStream in = Files.newInputStream(path)) {
            ByteBuffer out = ByteBuffer.allocateDirect((int) (Files.size(path) - skip));
            in.skipNBytes(skip);
            byte[] chunk = new byte[CHUNK];
            while (out.hasRemaining()) {
                int read = in.read(chunk, 0, Math.min(CHUNK, out.remaining()));
                if (read < 0) {
                    throw new BadFileException(file, "The file became shorter while it was read.");
                }
                out.put(chunk, 0, read);
            }
            return out.flip();
        } catch (IOException e) {
            throw new BadFileException(file, FileReasons.of(e), e);
        }
    }
}
