package dev.zograf.nodes.latent;

import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The noise of a batch of latents. */
public final class BatchNoise {

    private BatchNoise() {}

    /** Noise in the shape of the latents: for those that are said to be of a larger batch, the noise of their entries there. */
    public static FloatTensor of(NoiseSource.Stream stream, Latent latent) {
        int[] shape = latent.samples().shape();
        if (latent.entries().isEmpty()) {
            return stream.normal(shape);
        }
        List<Integer> entries = latent.entries().get();
        List<FloatTensor> drawn = new ArrayList<>();
        for (int i = 0; i <= Collections.max(entries); i++) {
            drawn.add(stream.normal(1, shape[1], shape[2], shape[3]));
        }
        return FloatTensor.concat(0, entries.stream().map(drawn::get).toList());
    }
}
