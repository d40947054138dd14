package dev.zograf.nodes.patch;

import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.ForwardingDenoiser;

/** A model of which something else is said than its file says of how it was trained. */
public final class RescheduledDenoiser extends ForwardingDenoiser {

    private final Config scheduler;

    /**
     * A model and what is said of it.
     *
     * @param scheduler takes the place of the model's {@link Denoiser#scheduler}
     */
    public RescheduledDenoiser(Denoiser model, Config scheduler) {
        super(model);
        this.scheduler = scheduler;
    }

    @Override
    public Config scheduler() {
        return scheduler;
    }

    @Override
    protected Denoiser before(Denoiser other) {
        return new RescheduledDenoiser(other, scheduler);
    }
}
