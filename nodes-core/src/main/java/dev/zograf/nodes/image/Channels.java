package dev.zograf.nodes.image;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The channels of a decoded picture as numbers from 0 to 1, in the sRGB encoding of files. */
final class Channels {

    private final int width;
    private final int height;
    private final float[] red;
    private final float[] green;
    private final float[] blue;
    private final float[] alpha;

    private Channels(int width, int height, float[] red, float[] green, float[] blue, float[] alpha) {
        this.width = width;
        this.height = height;
        this.red = red;
        this.green = green;
        this.blue = blue;
        this.alpha = alpha;
    }

    static Channels of(BufferedImage picture) {
        ColorModel model = picture.getColorModel();
        boolean grey =
                !(model instanceof IndexColorModel) && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        return grey ? ofGrey(picture) : ofColour(picture);
    }

    /** Java takes grey for linear light and would brighten it, but in files it is encoded as colours are: take the levels as they are. */
    private static Channels ofGrey(BufferedImage picture) {
        Raster raster = picture.getRaster();
        float[] levels = band(raster, 0, picture.getColorModel().getComponentSize(0));
        float @Nullable [] alpha = picture.getColorModel().hasAlpha()
                ? band(raster, 1, picture.getColorModel().getComponentSize(1))
                : null;
        return new Channels(
                picture.getWidth(), picture.getHeight(), levels, levels, levels, orOpaque(alpha, levels.length));
    }

    private static float[] band(Raster raster, int band, int bits) {
        float[] samples = raster.getSamples(
                raster.getMinX(), raster.getMinY(), raster.getWidth(), raster.getHeight(), band, (float[]) null);
        float max = (1 << bits) - 1;
        for (int i = 0; i < samples.length; i++) {
            samples[i] /= max;
        }
        return samples;
    }

    private static float[] orOpaque(float @Nullable [] alpha, int area) {
        if (alpha != null) {
            return alpha;
        }
        float[] opaque = new float[area];
        Arrays.fill(opaque, 1f);
        return opaque;
    }

    private static Channels ofColour(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] argb = picture.getRGB(0, 0, width, height, null, 0, width);
        float[][] channels = new float[4][argb.length];
        for (int i = 0; i < argb.length; i++) {
            for (int c = 0; c < 4; c++) {
                channels[c][i] = (argb[i] >> 24 - 8 * c & 0xff) / 255f;
            }
        }
        return new Channels(width, height, channels[1], channels[2], channels[3], channels[0]);
    }

    /** One picture; colours under transparent pixels stay. */
    Image image() {
        int area = width * height;
        float[] pixels = new float[3 * area];
        System.arraycopy(red, 0, pixels, 0, area);
        System.arraycopy(green, 0, pixels, area, area);
        System.arraycopy(blue, 0, pixels, 2 * area, area);
        return Image.of(FloatTensor.wrap(pixels, 1, 3, height, width));
    }

    /** The picture laid on a grey of that level, 0 to 255, and opaque where it was transparent: on 8-bit levels, rounded as Pillow does it. */
    Channels on(int level) {
        return new Channels(
                width, height, on(red, level), on(green, level), on(blue, level), orOpaque(null, width * height));
    }

    private float[] on(float[] colour, int level) {
        float[] out = new float[colour.length];
        for (int i = 0; i < out.length; i++) {
            int opacity = Math.round(alpha[i] * 255);
            int sum = Math.round(colour[i] * 255) * opacity + level * (255 - opacity);
            out[i] = opacity == 255 ? colour[i] : (sum + 127) / 255 / 255f;
        }
        return out;
    }

    /** {@code [1, height, width]} of what a channel makes of each pixel. */
    FloatTensor plane(Channel channel) {
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = channel.of(red[i], green[i], blue[i], alpha[i]);
        }
        return FloatTensor.wrap(values, 1, height, width);
    }

    /** A number that is taken from each pixel. */
    @FunctionalInterface
    interface Channel {
        float of(float red, float green, float blue, float alpha);
    }
}
