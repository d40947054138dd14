package dev.zograf.nodes.sampling;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.NoiseSource;

/** The noise of a seed as node-based interfaces draw it: the steps have a generator of their own, stochastic methods a Brownian path. */
@NodeType(id = "noise-steps", title = "Noise with steps of its own", category = "sampling")
@Doc(
        "The noise of a seed as node-based interfaces draw it: the steps have a generator of their own, stochastic methods a Brownian path.")
public final class MakeSeedNoise implements Node<MakeSeedNoise.In, MakeSeedNoise.Out> {

    /** Which noise. */
    public record In(
            @Doc("The seed.") @Default("0") long seed,

            @Doc(
                    "Whose numbers: of PyTorch on a CPU, on a CUDA device, or, mixed, the latent's of the CPU and the steps' of the device.")
            @Choices({"cpu", "gpu", "mixed"})
            @Default("cpu")
            String device,

            @Doc("Whether the Brownian path is drawn on the device, too, where the device is mixed.") @Default("false")
            boolean gpuPath) {}

    /** The result. */
    public record Out(@Doc("The noise.") NoiseSource noise) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(SeedNoise.of(in.seed(), in.device(), in.gpuPath()));
    }
}
