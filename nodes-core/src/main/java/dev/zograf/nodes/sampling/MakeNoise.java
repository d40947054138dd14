package dev.zograf.nodes.sampling;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.NoiseSource;

/** The noise of a seed, equal to the bit to that of PyTorch's CPU generator. */
@NodeType(id = "noise", title = "Noise", category = "sampling")
@Doc("The noise of a seed, equal to the bit to that of PyTorch's CPU generator.")
public final class MakeNoise implements Node<MakeNoise.In, MakeNoise.Out> {

    /** Which noise. */
    public record In(
            @Doc("The seed; only its low 32 bits matter.") @Default("0")
            long seed) {}

    /** The result. */
    public record Out(@Doc("The start of the generator.") NoiseSource noise) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(TorchNoise.of(in.seed()));
    }
}
