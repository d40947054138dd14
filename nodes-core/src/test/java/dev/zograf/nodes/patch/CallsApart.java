package dev.zograf.nodes.patch;

import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.ForwardingDenoiser;
import dev.zograf.api.model.Moment;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.List;

/** A model that has another run of a model for the first evaluation at each moment, for the second, and so on. */
final class CallsApart extends ForwardingDenoiser {

    private final List<Denoiser> runs;
    private int call;
    private int turns;

    /**
     * A model with its runs.
     *
     * @param runs those that were needed so far
     */
    CallsApart(Denoiser model, List<Denoiser> runs) {
        super(model);
        this.runs = runs;
    }

    @Override
    public List<FloatTensor> predict(FloatTensor x, Moment moment, List<Conditioning> conditionings, RunContext ctx) {
        if (moment.call() != call) {
            call = moment.call();
            turns = 0;
        }
        int turn = turns++;
        if (turn == runs.size()) {
            runs.add(model().forRun());
        }
        return runs.get(turn).predict(x, moment, conditionings, ctx);
    }

    @Override
    public Denoiser forRun() {
        return this;
    }

    @Override
    protected Denoiser before(Denoiser other) {
        return new CallsApart(other, runs);
    }
}
