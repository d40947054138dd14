package dev.zograf.runtime.model;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A {@code .safetensors} file: eight bytes of header length, a JSON header, the tensors' bytes. Opening reads and checks the header
 * only. Tensors of a file on disk stay there for the engine to map; those of a file inside an archive are read into memory when
 * they are first needed.
 */
public final class SafetensorsFile implements WeightSource {

    private static final int PREFIX = 8;
    private static final long MAX_HEADER = 100_000_000;

    private final String file;
    private final String fingerprint;
    private final NavigableMap<String, Weight> tensors = new TreeMap<>();
    private final Map<String, String> metadata;

    private SafetensorsFile(String file, Path path, FileStamp stamp, int headerBytes, SafetensorsHeader header) {
        this.file = file;
        this.fingerprint = stamp.toString();
        this.metadata = Map.copyOf(header.metadata());
        long start = PREFIX + headerBytes;
        boolean mappable = path.getFileSystem() == FileSystems.getDefault();
        ArchivedBytes archived = new ArchivedBytes(file, path, start);
        for (SafetensorsHeader.Entry entry : header.entries()) {
            long length = entry.to() - entry.from();
            WeightStorage storage = mappable
                    ? new WeightStorage.InFile(path, start + entry.from(), length)
                    : new WeightStorage.InMemory(() -> archived.slice((int) entry.from(), (int) length));
            tensors.put(entry.name(), Weight.of(entry.name(), entry.dtype(), entry.shape(), storage));
        }
    }

    /**
     * Opens a file.
     *
     * @param file its name for messages
     * @throws BadFileException if it cannot be read, is truncated, or its header does not describe it
     */
    public static SafetensorsFile open(String file, Path path) {
        try {
            Path real = path.toRealPath();
            FileStamp stamp = FileStamp.of(real);
            if (stamp.size() < PREFIX) {
                throw new BadFileException(
                        file, "The file is truncated: it has " + stamp.size() + " bytes. Download the file again.");
            }
            if (real.getFileSystem() != FileSystems.getDefault() && stamp.size() > Integer.MAX_VALUE) {
                throw new BadFileException(
                        file, "A model of more than 2 GB cannot be used inside an archive; unpack it.");
            }
            try (InputStream in = Files.newInputStream(real)) {
                byte[] start = in.readNBytes(PREFIX);
                long length =
                        ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
                if (length < 0 || length > MAX_HEADER) {
                    if (Pickles.begins(start)) {
                        throw Pickles.refusal(file);
                    }
                    if (start[0] == '<') {
                        throw new BadFileException(
                                file, "This is a web page, not a safetensors file. Download the model's file itself.");
                    }
                    throw new BadFileException(
                            file,
                            "This is not a safetensors file: its header would have " + Long.toUnsignedString(length)
                                    + " bytes, at most " + MAX_HEADER + " are allowed.");
                }
                if (length > stamp.size() - PREFIX) {
                    throw new BadFileException(
                            file,
                            "The file is truncated: its header should have " + length + " bytes, but only "
                                    + (stamp.size() - PREFIX) + " follow. Download the file again.");
                }
                byte[] json = in.readNBytes((int) length);
                if (json.length != length) {
                    throw new EOFException("The file became shorter while it was read.");
                }
                SafetensorsHeader header = new SafetensorsHeader(file, json, stamp.size() - PREFIX - length);
                return new SafetensorsFile(file, real, stamp, json.length, header);
            }
        } catch (IOException e) {
            throw new BadFileException(file, FileReasons.of(e), e);
        }
    }

    @Override
    public Optional<Weight> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    @Override
    public NavigableSet<String> names() {
        return java.util.Collections.unmodifiableNavigableSet(tensors.navigableKeySet());
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    /** The texts that whoever wrote the file left in it. */
    public Map<String, String> metadata() {
        return metadata;
    }
}
