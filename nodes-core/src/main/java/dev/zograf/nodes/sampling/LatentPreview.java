package dev.zograf.nodes.sampling;

import dev.zograf.api.RunContext;
import dev.zograf.api.model.LatentColours;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of a latent while it is painted: what a VAE decodes if one is given, a tiny one for choice; else a rough colour for each
 * latent pixel; and grey where nothing is known of the model's colours.
 *
 * <p>Decoding takes at most a fiftieth of the run's time, save for the first time: large latents are made small before, and steps for
 * which there is no time have no preview.
 */
final class LatentPreview {

    /** Latents have about unit variance: three standard deviations to either side fill the range. */
    private static final double CONTRAST = 1 / 6.0;

    private static final double SHARE = 0.02;

    /** No side of a decoded preview is longer, in pixels. */
    private static final int LONGEST = 256;

    private final LatentColours colours;
    private final Optional<Vae> vae;
    private final RunContext ctx;
    private final LongSupplier clock;
    private final long start;
    private long spent;
    private long last;

    LatentPreview(LatentFormat format, Optional<Vae> vae, RunContext ctx) {
        this(format, vae, ctx, System::nanoTime);
    }

    /** @param clock in units of its own */
    LatentPreview(LatentFormat format, Optional<Vae> vae, RunContext ctx, LongSupplier clock) {
        this.colours = KnownColours.of(format).orElseGet(() -> grey(format.channels()));
        this.vae = vae;
        this.ctx = ctx;
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /**
     * Makes the preview, or null if there is no time for one.
     *
     * @param latent as the denoiser has it
     */
    @Nullable
    Supplier<Image> of(FloatTensor latent) {
        if (vae.isEmpty()) {
            return () -> colours.of(latent);
        }
        boolean late = spent + last > SHARE * (clock.getAsLong() - start);
        return late ? null : () -> decoded(vae.get(), latent);
    }

    private Image decoded(Vae decoder, FloatTensor latent) {
        long before = clock.getAsLong();
        LatentFormat format = decoder.latentFormat();
        FloatTensor small = reduced(latent, Math.max(1, LONGEST / format.factor()));
        Image made = decoder.decode(Latent.of(format.fromDenoiser(small)), ctx);
        last = clock.getAsLong() - before;
        spent += last;
        return made;
    }

    /** The means of squares, so large that no side is longer. What is left over at the right and below is cut off. */
    private static FloatTensor reduced(FloatTensor x, int longest) {
        int by = (Math.max(x.dim(2), x.dim(3)) + longest - 1) / longest;
        if (by == 1) {
            return x;
        }
        int width = Math.max(1, x.dim(3) / by);
        int height = Math.max(1, x.dim(2) / by);
        int planes = x.dim(0) * x.dim(1);
        float[] out = new float[planes * height * width];
        for (int i = 0; i < out.length; i++) {
            int left = i % width * by;
            int top = i / width % height * by;
            int right = Math.min(left + by, x.dim(3));
            int bottom = Math.min(top + by, x.dim(2));
            double sum = 0;
            for (int row = top; row < bottom; row++) {
                int first = (i / (width * height) * x.dim(2) + row) * x.dim(3);
                for (int column = left; column < right; column++) {
                    sum += x.at(first + column);
                }
            }
            out[i] = (float) (sum / ((right - left) * (bottom - top)));
        }
        return FloatTensor.wrap(out, x.dim(0), x.dim(1), height, width);
    }

    private static LatentColours grey(int channels) {
        double[][] factors = new double[channels][3];
        for (double[] row : factors) {
            Arrays.fill(row, CONTRAST / Math.sqrt(channels));
        }
        return LatentColours.of(factors, new double[] {0.5, 0.5, 0.5});
    }
}
