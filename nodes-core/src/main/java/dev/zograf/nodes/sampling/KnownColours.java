package dev.zograf.nodes.sampling;

import dev.zograf.api.model.LatentColours;
import dev.zograf.api.model.LatentFormat;
import java.util.Optional;

/**
 * The colours of the latents of widely used VAEs, which their files do not say. The numbers are those that InvokeAI (Apache-2.0, {@code
 * invokeai/app/util/step_callback.py}) publishes, found by its contributors keturn, torridgristle and StAlKeR7779 by linear regression over
 * decoded pictures; there they give colours from -1 to 1.
 */
final class KnownColours {

    /** Stable Diffusion 1 and 2, which share their VAE's latents. */
    private static final LatentColours SD = symmetric(new double[][] {
        {0.3444, 0.1385, 0.0670},
        {0.1247, 0.4027, 0.1494},
        {-0.3192, 0.2513, 0.2103},
        {-0.1307, -0.1874, -0.7445}
    });

    private static final LatentColours SDXL = symmetric(new double[][] {
        {0.3816, 0.4930, 0.5320},
        {-0.3753, 0.1631, 0.1739},
        {0.1770, 0.3588, -0.2048},
        {-0.4350, -0.2644, -0.4289}
    });

    private KnownColours() {}

    /** What the format says itself, else what its published scaling factor tells. */
    static Optional<LatentColours> of(LatentFormat format) {
        if (format.colours().isPresent() || format.channels() != 4 || format.factor() != 8) {
            return format.colours();
        }
        if (Math.abs(format.scale() - 0.18215) < 1e-4) {
            return Optional.of(SD);
        }
        return Math.abs(format.scale() - 0.13025) < 1e-4 ? Optional.of(SDXL) : Optional.empty();
    }

    private static LatentColours symmetric(double[][] factors) {
        for (double[] row : factors) {
            for (int i = 0; i < row.length; i++) {
                row[i] /= 2;
            }
        }
        return LatentColours.of(factors, new double[] {0.5, 0.5, 0.5});
    }
}
