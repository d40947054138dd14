package dev.zograf.nodes.sampling;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.NoiseSource;

/** No noise for the latent; what steps draw comes from a seed. */
@NodeType(id = "no-noise", title = "No noise", category = "sampling")
@Doc("No noise for the latent; what steps draw comes from a seed.")
public final class MakeNoNoise implements Node<MakeNoNoise.In, MakeNoNoise.Out> {

    /** Which noise. */
    public record In(
            @Doc("The seed of the steps.") @Default("0") long seed,

            @Doc("Whose numbers the steps draw: of PyTorch on a CPU or on a CUDA device.")
            @Choices({"cpu", "gpu"})
            @Default("cpu")
            String device) {}

    /** The result. */
    public record Out(@Doc("The noise.") NoiseSource noise) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(SeedNoise.of(in.seed(), in.device(), false).withoutLatent());
    }
}
