package dev.zograf.nodes.image;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/**
 * The channels of a decoded picture as numbers from 0 to 1, in the sRGB encoding of files. They are read row by row, so that beside them
 * and the picture nothing of its size is held.
 */
final class Channels {

    private final int width;
    private final int height;

    /** {@code [3, height, width]}. */
    private final float[] colours;

    /** {@code [height, width]}; absent if all is opaque. */
    private final float @Nullable [] alpha;

    private Channels(int width, int height, float[] colours, float @Nullable [] alpha) {
        this.width = width;
        this.height = height;
        this.colours = colours;
        this.alpha = alpha;
    }

    static Channels of(BufferedImage picture) {
        ColorModel model = picture.getColorModel();
        boolean palette = model instanceof IndexColorModel;
        boolean grey = !palette && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        boolean deep = model instanceof ComponentColorModel && model.getComponentSize(0) == Short.SIZE;
        int area = picture.getWidth() * picture.getHeight();
        Channels channels = new Channels(
                picture.getWidth(),
                picture.getHeight(),
                new float[3 * area],
                model.hasAlpha() ? new float[area] : null);
        if (grey) {
            channels.readGrey(picture);
        } else if (deep) {
            channels.readDeep(picture.getRaster());
        } else {
            channels.readColours(picture);
        }
        return channels;
    }

    /** Java takes grey for linear light and would brighten it, but in files it is encoded as colours are: take the levels as they are. */
    private void readGrey(BufferedImage picture) {
        Raster raster = picture.getRaster();
        ColorModel model = picture.getColorModel();
        float[] row = new float[width];
        for (int y = 0; y < height; y++) {
            readBand(raster, 0, y, model.getComponentSize(0), row);
            for (int c = 0; c < 3; c++) {
                System.arraycopy(row, 0, colours, (c * height + y) * width, width);
            }
            if (alpha != null) {
                readBand(raster, 1, y, model.getComponentSize(1), row);
                System.arraycopy(row, 0, alpha, y * width, width);
            }
        }
    }

    private void readBand(Raster raster, int band, int y, int bits, float[] row) {
        raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
        float max = (1 << bits) - 1;
        for (int x = 0; x < width; x++) {
            row[x] /= max;
        }
    }

    /** Of colours in 16 bits the upper eight count, as in Pillow, on which the Python originals rest. */
    private void readDeep(Raster raster) {
        for (int y = 0; y < height; y++) {
            for (int c = 0; c < 3; c++) {
                readUpper(raster, c, y, colours, (c * height + y) * width);
            }
            if (alpha != null) {
                readUpper(raster, 3, y, alpha, y * width);
            }
        }
    }

    private void readUpper(Raster raster, int band, int y, float[] to, int at) {
        int[] row = raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, (int[]) null);
        for (int x = 0; x < width; x++) {
            to[at + x] = (row[x] >> 8) / 255f;
        }
    }

    private void readColours(BufferedImage picture) {
        int area = width * height;
        int[] row = new int[width];
        for (int i = 0; i < area; i++) {
            int x = i % width;
            if (x == 0) {
                picture.getRGB(0, i / width, width, 1, row, 0, width);
            }
            for (int c = 0; c < 3; c++) {
                colours[c * area + i] = (row[x] >> 16 - 8 * c & 0xff) / 255f;
            }
            if (alpha != null) {
                alpha[i] = (row[x] >>> 24) / 255f;
            }
        }
    }

    /** One picture; colours under transparent pixels stay. */
    Image image() {
        return Image.of(FloatTensor.wrap(colours, 1, 3, height, width));
    }

    /** The picture laid on a grey of that level, 0 to 255, and opaque where it was transparent: on 8-bit levels, rounded as Pillow does it. */
    Channels on(int level) {
        if (alpha == null) {
            return this;
        }
        float[] out = new float[colours.length];
        for (int i = 0; i < out.length; i++) {
            int opacity = Math.round(alpha[i % alpha.length] * 255);
            int sum = Math.round(colours[i] * 255) * opacity + level * (255 - opacity);
            out[i] = opacity == 255 ? colours[i] : (sum + 127) / 255 / 255f;
        }
        return new Channels(width, height, out, null);
    }

    /** {@code [1, height, width]} of what a channel makes of each pixel. */
    FloatTensor plane(Channel channel) {
        int area = width * height;
        float[] values = new float[area];
        for (int i = 0; i < area; i++) {
            values[i] = channel.of(colours[i], colours[area + i], colours[2 * area + i], alpha == null ? 1 : alpha[i]);
        }
        return FloatTensor.wrap(values, 1, height, width);
    }

    /** A number that is taken from each pixel. */
    @FunctionalInterface
    interface Channel {
        float of(float red, float green, float blue, float alpha);
    }
}
