package dev.zograf.contrib.files;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a text file. */
@Doc("Reads a text file.")
@NodeType(id = "contrib.load-text", title = "Load text", category = "files")
public final class LoadText implements Node<LoadText.In, LoadText.Out> {

    private static final int MAX_BYTES = 16 << 20;

    /** What to read. */
    public record In(
            @Doc("A text file in UTF-8 below the input folder, of 16 MiB at most.")
            String file) {}

    /** What was read. */
    public record Out(@Doc("The whole text.") String text) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Path file = ctx.files().input(in.file());
        if (Files.isDirectory(file)) {
            throw new BadFileException(in.file(), "this is a folder; name a text file.");
        }
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] read = bytes.readNBytes(MAX_BYTES + 1);
            if (read.length > MAX_BYTES) {
                throw new BadFileException(in.file(), "the file has more than " + (MAX_BYTES >> 20) + " MiB.");
            }
            return new Out(decoded(read));
        } catch (CharacterCodingException e) {
            throw new BadFileException(in.file(), "this is no text in UTF-8; save it in that encoding.", e);
        } catch (IOException e) {
            throw new BadFileException(in.file(), "the file cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** UTF-8 without its mark, if it has one. */
    static String decoded(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        Path file = files.input(in.file());
        return Files.size(file) + "@" + Files.getLastModifiedTime(file);
    }
}
