package dev.zograf.nodes.patch;

import dev.zograf.api.RunContext;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.GuidanceEdit;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.MaskEdit;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.function.UnaryOperator;

/** A model of which something else is said than its file says of how it was trained. */
public record RescheduledDenoiser(Denoiser model, Config scheduler) implements Denoiser {

    private Denoiser with(Denoiser other) {
        return new RescheduledDenoiser(other, scheduler);
    }

    @Override
    public List<FloatTensor> predict(FloatTensor x, Moment moment, List<Conditioning> conditionings, RunContext ctx) {
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
    public boolean isGuidanceDistilled() {
        return model.isGuidanceDistilled();
    }

    @Override
    public List<String> networks() {
        return model.networks();
    }

    @Override
    public Weights weights(String network) {
        return model.weights(network);
    }

    @Override
    public long heldBytes() {
        return model.heldBytes();
    }

    @Override
    public Denoiser withWeights(String network, UnaryOperator<WeightSource> edit) {
        return with(model.withWeights(network, edit));
    }

    @Override
    public Denoiser withPatch(String network, NetworkPatch patch) {
        return with(model.withPatch(network, patch));
    }

    @Override
    public List<GuidanceEdit> guidance() {
        return model.guidance();
    }

    @Override
    public Denoiser withGuidance(GuidanceEdit edit) {
        return with(model.withGuidance(edit));
    }

    @Override
    public List<MaskEdit> maskEdits() {
        return model.maskEdits();
    }

    @Override
    public Denoiser withMaskEdit(MaskEdit edit) {
        return with(model.withMaskEdit(edit));
    }
}
