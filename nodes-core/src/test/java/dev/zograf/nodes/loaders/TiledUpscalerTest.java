package dev.zograf.nodes.loaders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Network;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Image;
import dev.zograf.models.SrvggCompact;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SrvggUpscalerTest {

    private static final int REACH = 3;

    @Test
    void tilesMakeTheSamePictureAsTheWhole() {
        Random random = new Random(1);
        float[] pixels = new float[2 * 3 * 13 * 17];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        Image image = Image.of(FloatTensor.of(pixels, 2, 3, 13, 17));
        SrvggCompact definition = new SrvggCompact(3, 8, REACH, 2);

        Image whole = new SrvggUpscaler(definition, new BoxBlur(), 100).upscale(image, new NoContext());
        Image tiled = new SrvggUpscaler(definition, new BoxBlur(), 4).upscale(image, new NoContext());

        assertThat(whole.size()).hasToString("34x26");
        assertThat(tiled.pixels().toArray()).containsExactly(whole.pixels().toArray());
    }

    /** The mean of the neighbours up to {@link #REACH} away, zero outside, at twice the size. */
    private static final class BoxBlur implements Network {

        @Override
        public String name() {
            return "blur";
        }

        @Override
        public Map<String, FloatTensor> run(
                Map<String, ? extends HostTensor> inputs, Set<String> outputs, Cancellation cancellation) {
            FloatTensor x = (FloatTensor) inputs.values().iterator().next();
            int height = x.dim(2);
            int width = x.dim(3);
            float[] out = new float[3 * 4 * height * width];
            int at = 0;
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < 2 * height; y++) {
                    for (int column = 0; column < 2 * width; column++) {
                        out[at++] = mean(x, c, y / 2, column / 2);
                    }
                }
            }
            return Map.of("out", FloatTensor.wrap(out, 1, 3, 2 * height, 2 * width));
        }

        private static float mean(FloatTensor x, int c, int y, int column) {
            float sum = 0;
            for (int dy = -REACH; dy <= REACH; dy++) {
                for (int dx = -REACH; dx <= REACH; dx++) {
                    int row = y + dy;
                    int place = column + dx;
                    if (row >= 0 && place >= 0 && row < x.dim(2) && place < x.dim(3)) {
                        sum += x.at((c * x.dim(2) + row) * x.dim(3) + place);
                    }
                }
            }
            return sum / 49;
        }
    }

    private static final class NoContext implements RunContext {

        @Override
        public String nodeId() {
            return "upscale";
        }

        @Override
        public void progress(int step, int total, @Nullable Supplier<Image> preview) {
            assertThat(step).isBetween(1, total);
        }

        @Override
        public RunFiles files() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String workflow() {
            return "";
        }

        @Override
        public boolean requested() {
            return false;
        }

        @Override
        public Registration onRequest(Runnable action) {
            return () -> {};
        }
    }
}
