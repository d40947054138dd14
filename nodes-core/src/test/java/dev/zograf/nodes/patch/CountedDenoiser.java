package dev.zograf.nodes.patch;

import dev.zograf.api.RunContext;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.GuidanceEdit;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Moment;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Another model, with a count of the conditionings of each evaluation.
 *
 * @param calls how many each evaluation had, shared by what is made from this
 */
record CountedDenoiser(Denoiser model, List<Integer> calls) implements Denoiser {

    static CountedDenoiser of(Denoiser model) {
        return new CountedDenoiser(model, new ArrayList<>());
    }

    @Override
    public List<FloatTensor> predict(FloatTensor x, Moment moment, List<Conditioning> conditionings, RunContext ctx) {
        calls.add(conditionings.size());
        return model.predict(x, moment, conditionings, ctx);
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

    @Override
    public List<GuidanceEdit> guidance() {
        return model.guidance();
    }

    @Override
    public Denoiser withGuidance(GuidanceEdit edit) {
        return new CountedDenoiser(model.withGuidance(edit), calls);
    }
}
