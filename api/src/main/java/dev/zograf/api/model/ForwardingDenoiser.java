package dev.zograf.api.model;

import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A denoiser that stands before another one: everything is handed on, and every edit is an edit of the other one, before which the same
 * stands again. Who extends it overrides what is different: mostly {@link #predict}.
 */
public abstract class ForwardingDenoiser implements Denoiser {

    private final Denoiser model;

    /** Before that model. */
    protected ForwardingDenoiser(Denoiser model) {
        this.model = model;
    }

    /** The model that calls are handed on to. */
    protected final Denoiser model() {
        return model;
    }

    /** The same before another model: what an edit made of this one's, or what it is for one run. */
    protected abstract Denoiser before(Denoiser other);

    @Override
    public List<FloatTensor> predict(FloatTensor x, Moment moment, List<Conditioning> conditionings, RunContext ctx) {
        return model.predict(x, moment, conditionings, ctx);
    }

    @Override
    public Denoiser forRun() {
        return before(model.forRun());
    }

    @Override
    public void prepare() {
        model.prepare();
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
        return before(model.withWeights(network, edit));
    }

    @Override
    public Denoiser withPatch(String network, NetworkPatch patch) {
        return before(model.withPatch(network, patch));
    }

    @Override
    public Denoiser withPatchesAsWeights(String network) {
        return before(model.withPatchesAsWeights(network));
    }

    @Override
    public List<GuidanceEdit> guidance() {
        return model.guidance();
    }

    @Override
    public Denoiser withGuidance(GuidanceEdit edit) {
        return before(model.withGuidance(edit));
    }

    @Override
    public List<MaskEdit> maskEdits() {
        return model.maskEdits();
    }

    @Override
    public Denoiser withMaskEdit(MaskEdit edit) {
        return before(model.withMaskEdit(edit));
    }
}
