package dev.zograf.contrib.lines;

import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.contrib.opencv.Blur;
import dev.zograf.contrib.opencv.Silently;

/**
 * What a narrow blur keeps and a wide one loses: thin dark parts, and with them the lines of a drawing. The plain form of Winnemöller et
 * al. 2012, "XDoG: An eXtended difference-of-Gaussians compendium".
 */
final class DifferenceOfGaussians {

    private DifferenceOfGaussians() {}

    /** By how much the narrow blur is darker than the wide one, in the channel where that is least: {@code [batch, 1, h, w]}. */
    static FloatTensor darkness(FloatTensor pixels, double narrow, double wide, RunContext ctx) {
        FloatTensor lines = Blur.gaussian(pixels, wide, new Silently(ctx)).minus(Blur.gaussian(pixels, narrow, ctx));
        FloatTensor red = lines.slice(1, 0, 1);
        FloatTensor green = lines.slice(1, 1, 2);
        FloatTensor blue = lines.slice(1, 2, 3);
        return red.zip(green, Math::min).zip(blue, Math::min).clamp(0, 1);
    }
}
