package dev.zograf.api.model;

import dev.zograf.api.value.FloatTensor;
import java.util.Optional;

/** What a {@link Guider} makes of the network's outputs, with the outputs it was made from. All are raw: noise, velocity or flow. */
public final class Guided {

    private final FloatTensor output;
    private final FloatTensor positive;
    private final Optional<FloatTensor> negative;

    private Guided(FloatTensor output, FloatTensor positive, Optional<FloatTensor> negative) {
        this.output = output;
        this.positive = positive;
        this.negative = negative;
    }

    /** Without guidance: what the network said. */
    public static Guided of(FloatTensor output) {
        return new Guided(output, output, Optional.empty());
    }

    /** What came of a positive and a negative output, all of the same shape. */
    public static Guided of(FloatTensor output, FloatTensor positive, FloatTensor negative) {
        return new Guided(output, positive, Optional.of(negative));
    }

    /** The same with another output, after a {@link GuidanceEdit}. */
    public Guided withOutput(FloatTensor edited) {
        return new Guided(edited, positive, negative);
    }

    /** The output after guidance. */
    public FloatTensor output() {
        return output;
    }

    /** What the network said of the positive conditioning. */
    public FloatTensor positive() {
        return positive;
    }

    /** What the network said of the negative conditioning, if it was asked. */
    public Optional<FloatTensor> negative() {
        return negative;
    }
}
