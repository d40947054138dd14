package dev.zograf.testkit.fake;

import dev.zograf.api.RunContext;
import dev.zograf.api.model.Upscaler;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;

/** Repeats each pixel as often as its factor says; reports progress picture by picture. */
public final class FakeUpscaler implements Upscaler {

    private final int factor;

    /** One that makes pictures as many times wider and higher, at least 1. */
    public FakeUpscaler(int factor) {
        this.factor = factor;
    }

    @Override
    public Image upscale(Image image, RunContext ctx) {
        int width = image.width() * factor;
        int height = image.height() * factor;
        float[] pixels = new float[image.batch() * 3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            int row = i / width;
            int source = (row / height * image.height() + row % height / factor) * image.width() + i % width / factor;
            pixels[i] = image.pixels().at(source);
        }
        for (int done = 1; done <= image.batch(); done++) {
            ctx.progress(done, image.batch());
        }
        return Image.of(FloatTensor.wrap(pixels, image.batch(), 3, height, width));
    }

    @Override
    public int factor() {
        return factor;
    }
}
