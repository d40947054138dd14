package dev.zograf.server.queue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures as PNG with texts in them: the workflow that made it, and what ComfyUI keeps there. */
final class PngFile {

    private static final String METADATA = "javax_imageio_png_1.0";

    private PngFile() {}

    /**
     * Writes a picture.
     *
     * @param texts by keyword
     */
    static void write(Path file, BufferedImage picture, Map<String, String> texts) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (OutputStream bytes = Files.newOutputStream(file);
                ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            IIOMetadata metadata = writer.getDefaultImageMetadata(
                    ImageTypeSpecifier.createFromRenderedImage(picture), writer.getDefaultWriteParam());
            if (!texts.isEmpty()) {
                metadata.mergeTree(METADATA, chunks(texts));
            }
            writer.write(null, new IIOImage(picture, null, metadata), null);
        } finally {
            writer.dispose();
        }
    }

    /** PNG, section 11.3.3: a tEXt chunk holds Latin-1 only, so anything beyond ASCII goes into an iTXt chunk, which is UTF-8. */
    private static IIOMetadataNode chunks(Map<String, String> texts) {
        IIOMetadataNode latin = new IIOMetadataNode("tEXt");
        IIOMetadataNode international = new IIOMetadataNode("iTXt");
        texts.forEach((keyword, text) -> {
            boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(text);
            IIOMetadataNode entry = new IIOMetadataNode(ascii ? "tEXtEntry" : "iTXtEntry");
            entry.setAttribute("keyword", keyword);
            if (ascii) {
                entry.setAttribute("value", text);
                latin.appendChild(entry);
            } else {
                entry.setAttribute("compressionFlag", "FALSE");
                entry.setAttribute("compressionMethod", "0");
                entry.setAttribute("languageTag", "");
                entry.setAttribute("translatedKeyword", "");
                entry.setAttribute("text", text);
                international.appendChild(entry);
            }
        });
        IIOMetadataNode root = new IIOMetadataNode(METADATA);
        for (IIOMetadataNode chunk : new IIOMetadataNode[] {latin, international}) {
            if (chunk.hasChildNodes()) {
                root.appendChild(chunk);
            }
        }
        return root;
    }
}
