package dev.zograf.nodes.image;

import java.awt.image.RenderedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes one picture, and into a PNG texts such as the workflow that made it. */
final class PictureWriter {

    /** The keyword of the PNG text chunk that holds the workflow. */
    static final String KEYWORD = "zograf";

    private static final String PNG_METADATA = "javax_imageio_png_1.0";

    private final PictureFormat format;
    private final int quality;
    private final Map<String, String> texts;

    /**
     * How to write.
     *
     * @param quality of formats that lose something, 1 to 100
     * @param texts go into a PNG's metadata, by keyword
     */
    PictureWriter(PictureFormat format, int quality, Map<String, String> texts) {
        this.format = format;
        this.quality = quality;
        this.texts = texts;
    }

    void write(RenderedImage picture, OutputStream bytes) throws IOException {
        ImageWriter writer = format.writer("format");
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (format != PictureFormat.PNG && param.canWriteCompressed()) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(quality / 100f);
            }
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), param);
            if (format == PictureFormat.PNG && !texts.isEmpty()) {
                metadata.mergeTree(PNG_METADATA, texts());
            }
            writer.write(null, new IIOImage(picture, null, metadata), param);
        } finally {
            writer.dispose();
        }
    }

    /** PNG, section 11.3.3: a tEXt chunk holds Latin-1 only, so anything beyond ASCII goes into an iTXt chunk, which is UTF-8. */
    private IIOMetadataNode texts() {
        IIOMetadataNode latin = new IIOMetadataNode("tEXt");
        IIOMetadataNode international = new IIOMetadataNode("iTXt");
        texts.forEach((keyword, text) -> {
            if (StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
                IIOMetadataNode entry = entry("tEXtEntry", keyword);
                entry.setAttribute("value", text);
                latin.appendChild(entry);
            } else {
                IIOMetadataNode entry = entry("iTXtEntry", keyword);
                entry.setAttribute("compressionFlag", "FALSE");
                entry.setAttribute("compressionMethod", "0");
                entry.setAttribute("languageTag", "");
                entry.setAttribute("translatedKeyword", "");
                entry.setAttribute("text", text);
                international.appendChild(entry);
            }
        });
        IIOMetadataNode root = new IIOMetadataNode(PNG_METADATA);
        for (IIOMetadataNode chunk : List.of(latin, international)) {
            if (chunk.hasChildNodes()) {
                root.appendChild(chunk);
            }
        }
        return root;
    }

    private static IIOMetadataNode entry(String kind, String keyword) {
        IIOMetadataNode entry = new IIOMetadataNode(kind);
        entry.setAttribute("keyword", keyword);
        return entry;
    }
}
