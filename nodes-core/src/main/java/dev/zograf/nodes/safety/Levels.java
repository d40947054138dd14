package dev.zograf.nodes.safety;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;

/** One picture as three planes of levels from 0 to 255. */
final class Levels {

    private Levels() {}

    static double[][] of(Image picture) {
        int area = picture.width() * picture.height();
        double[][] out = new double[3][area];
        for (int i = 0; i < 3 * area; i++) {
            out[i / area][i % area] =
                    Math.rint(255f * Math.min(Math.max(picture.pixels().at(i), 0f), 1f));
        }
        return out;
    }

    static Image image(double[][] planes, int width, int height) {
        int area = width * height;
        float[] pixels = new float[3 * area];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) (planes[i / area][i % area] / 255);
        }
        return Image.of(FloatTensor.wrap(pixels, 1, 3, height, width));
    }
}
