package dev.zograf.nodes.patch;

import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.ForwardingDenoiser;
import dev.zograf.api.model.Moment;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/** Another model, with a count of the conditionings of each evaluation. */
final class CountedDenoiser extends ForwardingDenoiser {

    private final List<Integer> calls;

    private CountedDenoiser(Denoiser model, List<Integer> calls) {
        super(model);
        this.calls = calls;
    }

    static CountedDenoiser of(Denoiser model) {
        return new CountedDenoiser(model, new ArrayList<>());
    }

    /** How many each evaluation had, shared by what is made from this. */
    List<Integer> calls() {
        return calls;
    }

    @Override
    public List<FloatTensor> predict(FloatTensor x, Moment moment, List<Conditioning> conditionings, RunContext ctx) {
        calls.add(conditionings.size());
        return super.predict(x, moment, conditionings, ctx);
    }

    @Override
    protected Denoiser before(Denoiser other) {
        return new CountedDenoiser(other, calls);
    }
}
