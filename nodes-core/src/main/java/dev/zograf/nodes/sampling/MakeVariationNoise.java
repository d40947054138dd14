package dev.zograf.nodes.sampling;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.NoiseSource;

/**
 * The noise of a seed on the way to that of another one: pictures that resemble the first seed's, more or less. Only the latent's noise is
 * mixed; that of the steps is the first seed's.
 */
@NodeType(id = "variation-noise", title = "Variation noise", category = "sampling")
@Doc("The noise of a seed on the way to that of another one: pictures that resemble the first seed's, more or less.")
public final class MakeVariationNoise implements Node<MakeVariationNoise.In, MakeVariationNoise.Out> {

    /** Which noises. */
    public record In(
            @Doc("The noise to vary.") NoiseSource noise,

            @Doc("The noise to go towards.") NoiseSource variation,

            @Doc("How far: 0 is the first, 1 the second.") @Default("0.1") @Range(min = 0, max = 1, step = 0.01)
            double strength,

            @Doc(
                    "How: spherical goes along the great circle between the columns of each channel, as A1111's web interface does; linear takes the weighted mean, which has less contrast half way.")
            @Choices({"spherical", "linear"})
            @Default("spherical")
            String method) {}

    /** The result. */
    public record Out(@Doc("The noise.") NoiseSource noise) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(new VariationNoise(
                in.noise(), in.variation(), in.strength(), in.method().equals("spherical")));
    }
}
