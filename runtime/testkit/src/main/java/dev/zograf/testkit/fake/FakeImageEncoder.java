package dev.zograf.testkit.fake;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.ImageFeatures;
import java.util.Optional;

/**
 * Sees the mean red, green and blue of a picture: {@code pooled} and embedding are these three less a half, and of its two tokens the
 * first is the same and the second their opposite. It takes pictures of one pixel and has two layers.
 */
public final class FakeImageEncoder implements ImageEncoder {

    private static final int LAYERS = 2;

    @Override
    public FloatTensor prepare(Image image) {
        int area = image.width() * image.height();
        float[] means = new float[image.batch() * 3];
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            for (int j = 0; j < area; j++) {
                sum += image.pixels().at(i * area + j);
            }
            means[i] = (float) (sum / area - 0.5);
        }
        return FloatTensor.wrap(means, image.batch(), 3, 1, 1);
    }

    @Override
    public ImageFeatures encode(FloatTensor pixels, int skip, RunContext ctx) {
        if (skip < 0 || skip > LAYERS) {
            throw new InvalidInputException("skip", "The image encoder has " + LAYERS + " layers.");
        }
        ctx.throwIfRequested();
        int batch = pixels.dim(0);
        FloatTensor means = pixels.reshape(batch, 3);
        float[] tokens = new float[batch * 6];
        for (int i = 0; i < batch; i++) {
            for (int c = 0; c < 3; c++) {
                tokens[i * 6 + c] = means.at(i * 3 + c);
                tokens[i * 6 + 3 + c] = -means.at(i * 3 + c);
            }
        }
        return ImageFeatures.of(FloatTensor.wrap(tokens, batch, 2, 3), means, Optional.of(means));
    }
}
