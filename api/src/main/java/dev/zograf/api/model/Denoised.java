package dev.zograf.api.model;

import dev.zograf.api.value.FloatTensor;
import java.util.Optional;

/** What the network makes of a noisy latent, whatever it was trained to predict. All tensors have the latent's shape. */
public final class Denoised {

    private final FloatTensor x0;
    private final FloatTensor epsilon;
    private final Optional<FloatTensor> variance;
    private final Optional<FloatTensor> unconditional;

    private Denoised(
            FloatTensor x0, FloatTensor epsilon, Optional<FloatTensor> variance, Optional<FloatTensor> unconditional) {
        this.x0 = x0;
        this.epsilon = epsilon;
        this.variance = variance;
        this.unconditional = unconditional;
    }

    /** The clean latent and the noise that it is believed to hold. */
    public static Denoised of(FloatTensor x0, FloatTensor epsilon) {
        return new Denoised(x0, epsilon, Optional.empty(), Optional.empty());
    }

    /** The same with the raw values of a learned variance (Nichol and Dhariwal 2021, eq. 15). */
    public Denoised withVariance(FloatTensor learned) {
        return new Denoised(x0, epsilon, Optional.of(learned), unconditional);
    }

    /** The same with another clean latent, clipped for instance; the noise stays what the network said. */
    public Denoised withX0(FloatTensor edited) {
        return new Denoised(edited, epsilon, variance, unconditional);
    }

    /** The same with the clean latent that the negative side of guidance believes in. */
    public Denoised withUnconditional(FloatTensor clean) {
        return new Denoised(x0, epsilon, variance, Optional.of(clean));
    }

    /** The clean latent. */
    public FloatTensor x0() {
        return x0;
    }

    /** The noise. After clipping of {@link #x0()} it is still what the network said. */
    public FloatTensor epsilon() {
        return epsilon;
    }

    /** What a network with learned variance says of it, raw; empty for all others. */
    public Optional<FloatTensor> variance() {
        return variance;
    }

    /**
     * The clean latent that the negative side of guidance believes in (Chung et al. 2024, "CFG++"); empty where there was none.
     */
    public Optional<FloatTensor> unconditional() {
        return unconditional;
    }
}
