package dev.zograf.nodes.image;

import java.awt.image.BufferedImage;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.NodeList;

/**
 * How a picture must be turned to stand upright, by the names that ImageIO's standard metadata has for the eight EXIF orientations.
 * Cameras store what the sensor saw and how they were held.
 */
enum Orientation {
    NORMAL("Normal", false, false, false),
    FLIP_H("FlipH", false, true, false),
    ROTATE_180("Rotate180", false, true, true),
    FLIP_V("FlipV", false, false, true),
    FLIP_V_ROTATE_90("FlipVRotate90", true, false, false),
    ROTATE_270("Rotate270", true, true, false),
    FLIP_H_ROTATE_90("FlipHRotate90", true, true, true),
    ROTATE_90("Rotate90", true, false, true);

    private final String standardName;
    /** Rows become columns; the mirrors apply to what comes out. */
    private final boolean swapAxes;

    private final boolean mirrorX;
    private final boolean mirrorY;

    Orientation(String standardName, boolean swapAxes, boolean mirrorX, boolean mirrorY) {
        this.standardName = standardName;
        this.swapAxes = swapAxes;
        this.mirrorX = mirrorX;
        this.mirrorY = mirrorY;
    }

    /** What the metadata say, {@link #NORMAL} if they say nothing. */
    static Orientation of(IIOMetadata metadata) {
        if (metadata == null || !metadata.isStandardMetadataFormatSupported()) {
            return NORMAL;
        }
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
        NodeList nodes = root.getElementsByTagName("ImageOrientation");
        if (nodes.getLength() > 0) {
            String value = ((IIOMetadataNode) nodes.item(0)).getAttribute("value");
            for (Orientation orientation : values()) {
                if (orientation.standardName.equalsIgnoreCase(value)) {
                    return orientation;
                }
            }
        }
        return NORMAL;
    }

    /** The picture upright. */
    BufferedImage upright(BufferedImage picture) {
        if (this == NORMAL) {
            return picture;
        }
        int width = picture.getWidth();
        int height = picture.getHeight();
        int outWidth = swapAxes ? height : width;
        int outHeight = swapAxes ? width : height;
        int[] from = picture.getRGB(0, 0, width, height, null, 0, width);
        int[] to = new int[from.length];
        for (int y = 0; y < outHeight; y++) {
            for (int x = 0; x < outWidth; x++) {
                int mx = mirrorX ? outWidth - 1 - x : x;
                int my = mirrorY ? outHeight - 1 - y : y;
                to[y * outWidth + x] = swapAxes ? from[mx * width + my] : from[my * width + mx];
            }
        }
        int type = picture.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        BufferedImage out = new BufferedImage(outWidth, outHeight, type);
        out.setRGB(0, 0, outWidth, outHeight, to, 0, outWidth);
        return out;
    }
}
