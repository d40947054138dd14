package dev.zograf.nodes.patch;

import dev.zograf.api.RunContext;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Moment;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.List;

/**
 * A model that has another run of a model for the first evaluation at each moment, for the second, and so on.
 *
 * @param runs those that were needed so far
 * @param state the number of the sampler's evaluation, and how many there were at that moment
 */
record CallsApart(Denoiser model, List<Denoiser> runs, int[] state) implements Denoiser {

    @Override
    public List<FloatTensor> predict(FloatTensor x, Moment moment, List<Conditioning> conditionings, RunContext ctx) {
        if (moment.call() != state[0]) {
            state[0] = moment.call();
            state[1] = 0;
        }
        int turn = state[1]++;
        if (turn == runs.size()) {
            runs.add(model.forRun());
        }
        return runs.get(turn).predict(x, moment, conditionings, ctx);
    }

    @Override
    public LatentFormat latentFormat() {
        return model.latentFormat();
    }

    @Override
    public int inputChannels() {
        return model.inputChannels();
    }

    @Override
    public int nativeSize() {
        return model.nativeSize();
    }

    @Override
    public Config scheduler() {
        return model.scheduler();
    }
}
