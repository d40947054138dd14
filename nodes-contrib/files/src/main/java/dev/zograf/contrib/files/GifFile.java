package dev.zograf.contrib.files;

import dev.zograf.api.Cancellation;
import dev.zograf.api.value.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes animated GIFs by the JDK, each picture with 256 colours of its own: OpenCV's writer is about six times as far from the original
 * (root mean square 20.9 against 3.5 of 255, measured with a painted apple).
 */
final class GifFile {

    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    private GifFile() {}

    /**
     * The bytes of a file.
     *
     * @param delays how long each is shown, in milliseconds; GIF counts in tens
     * @param loops how often it runs; 0 for ever
     */
    static byte[] encode(List<Image> frames, List<Integer> delays, int loops, Cancellation cancellation)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < frames.size(); i++) {
                cancellation.throwIfRequested();
                BufferedImage picture = frames.get(i).toBufferedImage();
                IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(picture), null);
                IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
                child(root, "GraphicControlExtension")
                        .setAttribute("delayTime", Long.toString(Math.round(delays.get(i) / 10.0)));
                if (i == 0 && loops != 1) {
                    child(root, "ApplicationExtensions").appendChild(loop(loops));
                }
                metadata.setFromTree(FORMAT, root);
                writer.writeToSequence(new IIOImage(picture, null, metadata), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Netscape's extension, which counts the runs after the first; 0 is for ever. */
    private static IIOMetadataNode loop(int loops) {
        int repeats = loops == 0 ? 0 : loops - 1;
        IIOMetadataNode extension = new IIOMetadataNode("ApplicationExtension");
        extension.setAttribute("applicationID", "NETSCAPE");
        extension.setAttribute("authenticationCode", "2.0");
        extension.setUserObject(new byte[] {1, (byte) repeats, (byte) (repeats >> 8)});
        return extension;
    }

    private static IIOMetadataNode child(IIOMetadataNode root, String name) {
        for (int i = 0; i < root.getLength(); i++) {
            if (root.item(i).getNodeName().equals(name)) {
                return (IIOMetadataNode) root.item(i);
            }
        }
        IIOMetadataNode child = new IIOMetadataNode(name);
        root.appendChild(child);
        return child;
    }
}
