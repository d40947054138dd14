package dev.zograf.api.value;

import dev.zograf.api.PortType;
import java.util.Optional;

/** What an image encoder saw in pictures: a token for each part of a picture, one for the whole, and its place among texts. Immutable. */
@PortType("image-features")
public final class ImageFeatures {

    private final FloatTensor tokens;
    private final FloatTensor pooled;
    private final Optional<FloatTensor> embedding;

    private ImageFeatures(FloatTensor tokens, FloatTensor pooled, Optional<FloatTensor> embedding) {
        if (tokens.rank() != 3 || pooled.rank() != 2 || tokens.dim(0) != pooled.dim(0)) {
            throw new IllegalArgumentException(
                    "Features have the shapes [batch, tokens, width] and [batch, width], not " + tokens + " and "
                            + pooled + ".");
        }
        this.tokens = tokens;
        this.pooled = pooled;
        this.embedding = embedding;
    }

    /**
     * Features of pictures.
     *
     * @param tokens {@code [batch, tokens, width]}
     * @param pooled {@code [batch, width]}
     * @param embedding {@code [batch, embedding]}, empty if the encoder has no projection
     * @throws IllegalArgumentException if the shapes are others
     */
    public static ImageFeatures of(FloatTensor tokens, FloatTensor pooled, Optional<FloatTensor> embedding) {
        return new ImageFeatures(tokens, pooled, embedding);
    }

    /** The hidden state of the layer that was asked for, raw: {@code [batch, tokens, width]}, the first token for the whole picture. */
    public FloatTensor tokens() {
        return tokens;
    }

    /** The whole picture after the last layer and the final norm: {@code [batch, width]}. */
    public FloatTensor pooled() {
        return pooled;
    }

    /** The picture's place in the space that texts and pictures share, not normalised: {@code [batch, embedding]}. */
    public Optional<FloatTensor> embedding() {
        return embedding;
    }

    /** How many pictures. */
    public int batch() {
        return pooled.dim(0);
    }

    @Override
    public String toString() {
        return "features of " + batch() + " picture" + (batch() == 1 ? "" : "s");
    }
}
