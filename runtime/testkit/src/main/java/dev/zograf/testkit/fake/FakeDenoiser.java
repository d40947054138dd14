package dev.zograf.testkit.fake;

import dev.zograf.api.RunContext;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Moment;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network that predicts a tenth of its input plus the first number of the conditioning's first token. Its latents have 4 channels and
 * are 8 times smaller than the picture; its scheduler is Stable Diffusion's. It remembers its calls.
 */
public final class FakeDenoiser implements Denoiser {

    private final List<Integer> calls = new CopyOnWriteArrayList<>();
    private final int inputChannels;

    /** One with 4 input channels. */
    public FakeDenoiser() {
        this(4);
    }

    /** One with as many input channels: 9 for a model that was trained to repaint. */
    public FakeDenoiser(int inputChannels) {
        this.inputChannels = inputChannels;
    }

    /** How many conditionings each call had, in order. */
    public List<Integer> calls() {
        return List.copyOf(calls);
    }

    @Override
    public List<FloatTensor> predict(FloatTensor x, Moment moment, List<Conditioning> conditionings, RunContext ctx) {
        ctx.throwIfRequested();
        calls.add(conditionings.size());
        return conditionings.stream()
                .map(conditioning -> x.map(v -> 0.1 * v + conditioning.tokens().at(0)))
                .toList();
    }

    @Override
    public LatentFormat latentFormat() {
        return LatentFormat.of(4, 8, 0.18215, 0);
    }

    @Override
    public int inputChannels() {
        return inputChannels;
    }

    @Override
    public int nativeSize() {
        return 16;
    }

    @Override
    public Config scheduler() {
        return Config.of(
                "scheduler/scheduler_config.json",
                Map.of(
                        "_class_name",
                        "PNDMScheduler",
                        "beta_start",
                        0.00085,
                        "beta_end",
                        0.012,
                        "beta_schedule",
                        "scaled_linear",
                        "skip_prk_steps",
                        true,
                        "steps_offset",
                        1));
    }
}
