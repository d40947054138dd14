package dev.zograf.runtime.model;

import dev.zograf.api.BadFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations, vocabularies and other text files of a model, read whole up to a limit. */
final class ModelText {

    /** The vocabularies of today's largest tokenizers are a third of this. */
    static final long MAX_BYTES = 64L << 20;

    private ModelText() {}

    static byte[] bytes(String file, Path path) {
        try {
            if (!Files.isRegularFile(path)) {
                throw new BadFileException(file, "There is no such file.");
            }
            long size = Files.size(path);
            if (size > MAX_BYTES) {
                throw new BadFileException(
                        file, "The file has " + size + " bytes; a text of a model has at most " + MAX_BYTES + ".");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new BadFileException(file, FileReasons.of(e), e);
        }
    }

    static String text(String file, Path path) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(file, path)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadFileException(file, "The file is not a text in UTF-8.", e);
        }
    }
}
