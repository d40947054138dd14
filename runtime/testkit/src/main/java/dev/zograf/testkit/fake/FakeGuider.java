package dev.zograf.testkit.fake;

import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Guided;
import dev.zograf.api.model.Guider;
import dev.zograf.api.model.Moment;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.List;

/** No guidance: what the denoiser says of one conditioning. */
public final class FakeGuider implements Guider {

    private final Conditioning conditioning;

    /** One for this conditioning. */
    public FakeGuider(Conditioning conditioning) {
        this.conditioning = conditioning;
    }

    @Override
    public Guided predict(Denoiser denoiser, FloatTensor x, Moment moment, RunContext ctx) {
        return Guided.of(denoiser.predict(x, moment, List.of(conditioning), ctx).get(0));
    }
}
