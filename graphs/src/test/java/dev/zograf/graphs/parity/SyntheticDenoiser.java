package dev.zograf.graphs.parity;

import dev.zograf.api.RunContext;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Moment;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The network of the family {@code schedulers}: {@code 0.3 x + 0.1 sin(t / 100)}, with a learned variance of {@code 0.2 x} if
 * wanted. Remembers what it was given. For one run.
 */
final class SyntheticDenoiser implements Denoiser {

    private final int channels;
    private final boolean learned;
    private final List<FloatTensor> seen = new ArrayList<>();

    SyntheticDenoiser(int channels, boolean learned) {
        this.channels = channels;
        this.learned = learned;
    }

    /** The inputs of all calls. */
    List<FloatTensor> seen() {
        return seen;
    }

    @Override
    public List<FloatTensor> predict(FloatTensor x, Moment moment, List<Conditioning> conditionings, RunContext ctx) {
        seen.add(x);
        double shift = 0.1 * Math.sin(moment.timestep() / 100);
        FloatTensor output = x.map(v -> 0.3 * v + shift);
        FloatTensor whole = learned ? FloatTensor.concat(1, List.of(output, x.times(0.2))) : output;
        return conditionings.stream().map(any -> whole).toList();
    }

    @Override
    public LatentFormat latentFormat() {
        return LatentFormat.of(channels, 8, 1, 0);
    }

    @Override
    public int inputChannels() {
        return channels;
    }

    @Override
    public int nativeSize() {
        return 8;
    }

    @Override
    public Config scheduler() {
        return Config.of("case.json", Map.of());
    }
}
