package dev.zograf.api.model;

import java.util.Optional;

/** One evaluation of a network, as a {@link NetworkPatch} sees it: the shape of its main input, and where the sampling run stands. */
public final class Evaluation {

    private final int[] shape;
    private final Optional<Moment> moment;

    private Evaluation(int[] shape, Optional<Moment> moment) {
        this.shape = shape;
        this.moment = moment;
    }

    /** An evaluation of a denoiser on a latent of the shape {@code [batch, channels, h, w]}. */
    public static Evaluation of(int[] shape, Moment moment) {
        return new Evaluation(shape.clone(), Optional.of(moment));
    }

    /** An evaluation outside of sampling, of a text encoder for instance with ids {@code [batch, tokens]}. */
    public static Evaluation of(int[] shape) {
        return new Evaluation(shape.clone(), Optional.empty());
    }

    /** The shape of the main input; a fresh array. */
    public int[] shape() {
        return shape.clone();
    }

    /** How many entries are evaluated in one go. */
    public int batch() {
        return shape[0];
    }

    /** Where the sampling run stands, if this is one. */
    public Optional<Moment> moment() {
        return moment;
    }
}
