package dev.zograf.contrib.files;

import dev.zograf.api.BadFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A zip archive of a stranger. Its directory is checked as a whole before anything is unpacked, and what is unpacked is counted as it
 * comes, whatever the directory says of it.
 */
final class Archive implements AutoCloseable {

    /** As many entries as an archive may have. */
    static final int MAX_ENTRIES = 10_000;

    /** As many times as large as it is packed a file may become, if it is larger than {@link #SMALL}. */
    static final int MAX_RATIO = 200;

    private static final int SMALL = 1 << 20;

    private final String name;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
    private long left;

    private Archive(String name, ZipFile zip, long most) {
        this.name = name;
        this.zip = zip;
        left = most;
    }

    /**
     * Opens an archive.
     *
     * @param name for messages
     * @param most as many bytes as may be unpacked
     * @throws BadFileException if it has too many entries, or a name that leads out of it
     */
    static Archive open(String name, Path file, long most) throws IOException {
        Archive archive = new Archive(name, new ZipFile(file.toFile(), StandardCharsets.UTF_8), most);
        try {
            archive.list();
            return archive;
        } catch (RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    private void list() {
        if (zip.size() > MAX_ENTRIES) {
            throw new BadFileException(
                    name, "the archive has " + zip.size() + " entries; " + MAX_ENTRIES + " are the most.");
        }
        zip.stream().forEach(entry -> {
            ZipNames.check(entry.getName()).ifPresent(wrong -> {
                throw new BadFileException(
                        name,
                        "the entry \"" + entry.getName().replaceAll("\\p{Cntrl}", "?") + "\" " + wrong
                                + "; do not trust this archive.");
            });
            if (!entry.isDirectory() && entries.put(entry.getName(), entry) != null) {
                throw new BadFileException(name, "the entry \"" + entry.getName() + "\" is there twice.");
            }
        });
    }

    /** The names of files that fit, in natural order. */
    List<String> names(Predicate<String> fits) {
        List<String> names = new ArrayList<>(entries.keySet());
        names.removeIf(fits.negate());
        names.sort(NaturalOrder.INSTANCE);
        return names;
    }

    /**
     * Unpacks a file to memory.
     *
     * @throws BadFileException if it or all together become too large
     */
    byte[] read(String file) throws IOException {
        ZipEntry entry = entries.get(file);
        if (entry == null) {
            throw new BadFileException(name, "there is no " + file + " in the archive.");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                left -= read;
                if (left < 0) {
                    throw new BadFileException(
                            name,
                            "its files become larger than allowed once they are unpacked; raise megabytes if you trust the archive.");
                }
                out.write(buffer, 0, read);
                if (out.size() > SMALL && out.size() / MAX_RATIO > entry.getCompressedSize()) {
                    throw new BadFileException(
                            name,
                            "the entry " + file + " becomes more than " + MAX_RATIO
                                    + " times as large as it is packed; such archives are made to fill memories.");
                }
            }
        }
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
