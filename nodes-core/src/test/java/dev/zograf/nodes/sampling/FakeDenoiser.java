package dev.zograf.nodes.sampling;

import dev.zograf.api.RunContext;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A network that predicts a tenth of its input plus the first token's first number; counts its calls. */
final class FakeDenoiser implements Denoiser {

    final List<Integer> calls = new ArrayList<>();
    int inputChannels = 4;

    @Override
    public List<FloatTensor> predict(FloatTensor x, double timestep, List<Conditioning> conditionings, RunContext ctx) {
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
