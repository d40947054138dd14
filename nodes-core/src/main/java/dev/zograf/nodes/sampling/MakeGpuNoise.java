package dev.zograf.nodes.sampling;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.NoiseSource;

/** The noise of a seed as PyTorch draws it on a CUDA device, from one generator. */
@NodeType(id = "noise-gpu", title = "Noise (GPU)", category = "sampling")
@Doc("The noise of a seed as PyTorch draws it on a CUDA device, from one generator.")
public final class MakeGpuNoise implements Node<MakeGpuNoise.In, MakeGpuNoise.Out> {

    /** Which noise. */
    public record In(
            @Doc("The seed; all of its 64 bits matter.") @Default("0")
            long seed) {}

    /** The result. */
    public record Out(@Doc("The start of the generator.") NoiseSource noise) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(PhiloxNoise.of(in.seed()));
    }
}
