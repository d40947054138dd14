package dev.zograf.nodes.sampling;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Sampler;
import dev.zograf.nodes.latent.Interpolation;
import dev.zograf.nodes.sampling.solver.LcmUpscale;
import java.util.Locale;

/** The sampler of latent consistency models, with a latent that grows over the first steps. */
@NodeType(id = "lcm-upscale-sampler", title = "LCM sampler that enlarges", category = "sampling")
@Doc("The sampler of latent consistency models, with a latent that grows over the first steps.")
public final class MakeLcmUpscale implements Node<MakeLcmUpscale.In, MakeLcmUpscale.Out> {

    /** How much it grows, and how. */
    public record In(
            @Doc("By what both sides have grown in the end.") @Default("1") @Range(min = 0.1, max = 20, step = 0.01)
            double scale,

            @Doc("Over how many steps they grow; -1 for half of them.") @Default("-1") @Range(min = -1, max = 1000)
            int steps,

            @Doc("How the latent is resized.")
            @Choices({"bislerp", "nearest", "bilinear", "area", "bicubic"})
            @Default("bislerp")
            String method) {}

    /** The result. */
    public record Out(@Doc("The numerical method.") Sampler sampler) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Interpolation method = Interpolation.valueOf(in.method().toUpperCase(Locale.ROOT));
        return new Out(new LcmUpscale(in.scale(), in.steps(), method));
    }
}
