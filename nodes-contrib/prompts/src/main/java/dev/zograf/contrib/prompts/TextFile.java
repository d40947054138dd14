package dev.zograf.contrib.prompts;

import dev.zograf.api.BadFileException;
import dev.zograf.api.RunFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A text file below the input root: UTF-8, with or without a byte order mark, of a bounded size. */
final class TextFile {

    /** As many bytes as a file may have. */
    static final int MAX_BYTES = 16 << 20;

    private TextFile() {}

    /**
     * The whole text.
     *
     * @throws BadFileException if the file is missing, too large, unreadable, or no UTF-8
     */
    static String read(RunFiles files, String name) {
        Path file = files.input(name);
        if (Files.isDirectory(file)) {
            throw new BadFileException(name, "this is a folder; name a text file.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new BadFileException(name, "the file has more than " + (MAX_BYTES >> 20) + " MiB; split it.");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new BadFileException(name, "this is no text in UTF-8; save it in that encoding.", e);
        } catch (IOException e) {
            throw new BadFileException(name, "the file cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** The lines of a file, without their ends. */
    static List<String> lines(RunFiles files, String name) {
        return read(files, name).lines().toList();
    }

    /** Changes when the file is written again. */
    static String fingerprint(RunFiles files, String name) throws IOException {
        Path file = files.input(name);
        return name + ":" + Files.size(file) + "@" + Files.getLastModifiedTime(file);
    }
}
