package dev.zograf.nodes.patch;

import dev.zograf.api.model.GuidanceEdit;
import dev.zograf.api.model.Guided;
import dev.zograf.api.value.FloatTensor;
import java.util.Optional;

/**
 * Goes from the negative output not by {@code d}, the way to the guided one, but by {@code high * d + (low - high) * L(d)}, where {@code L}
 * keeps the frequencies {@code -cutoff} to {@code cutoff - 1} of both axes. All is linear, so it does not matter whether the outputs are noise or clean
 * latents.
 */
record ScaledFrequencies(double low, double high, int cutoff) implements GuidanceEdit {

    @Override
    public FloatTensor edit(Guided guided, Call call) {
        Optional<FloatTensor> negative = guided.negative();
        if (negative.isEmpty()) {
            return guided.output();
        }
        FloatTensor from = negative.get();
        float[] out = guided.output().toArray();
        int channels = from.dim(1);
        // A learned variance behind the latent's channels is not guided.
        int guidedChannels = Math.min(channels, call.x().dim(1));
        int height = from.dim(2);
        int width = from.dim(3);
        LowFrequencies lowFrequencies = new LowFrequencies(height, width, cutoff);
        float[] way = new float[height * width];
        for (int plane = 0; plane < from.dim(0) * channels; plane++) {
            if (plane % channels >= guidedChannels) {
                continue;
            }
            int at = plane * way.length;
            for (int i = 0; i < way.length; i++) {
                way[i] = out[at + i] - from.at(at + i);
            }
            double[] coarse = lowFrequencies.of(way);
            for (int i = 0; i < way.length; i++) {
                out[at + i] = (float) (from.at(at + i) + high * way[i] + (low - high) * coarse[i]);
            }
        }
        return FloatTensor.wrap(out, guided.output().shape());
    }
}
