package dev.zograf.nodes.control;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Image;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a network is fed at each step but which depends on the shape of the latent alone: made once and kept for the last shape. */
final class PerSize {

    private final Function<int[], Map<String, HostTensor>> make;
    private final AtomicReference<@Nullable Made> last = new AtomicReference<>();

    private record Made(int[] shape, Map<String, HostTensor> inputs) {}

    /** @param make from the shape of the latent, {@code [batch, channels, h, w]} */
    PerSize(Function<int[], Map<String, HostTensor>> make) {
        this.make = make;
    }

    Map<String, HostTensor> of(int[] shape) {
        Made now = last.get();
        if (now == null || !Arrays.equals(now.shape, shape)) {
            now = new Made(shape, make.apply(shape));
            last.set(now);
        }
        return now.inputs;
    }

    /**
     * One picture for all latents, or one for each.
     *
     * @param node that was given them
     * @throws InvalidInputException if there are others
     */
    static void requireFor(String node, Image image, int batch) {
        if (batch % image.batch() != 0) {
            throw new InvalidInputException(
                    "image",
                    "There are " + image.batch() + " control pictures for " + batch
                            + " latents: give the input \"image\" of " + node + " one picture, or one for each.");
        }
    }
}
