package dev.zograf.nodes.editing;

import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;

/**
 * Puts what CLIP saw in pictures in place of a prompt, for a model that was trained so: one token a picture, its place among texts
 * {@code [batch, 1, width]}. The negative side is zeros.
 */
@NodeType(id = "variation-conditioning", title = "Variation conditioning", category = "conditioning")
@Doc(
        "Puts what CLIP saw in pictures in place of a prompt, for a model that was trained to paint variations of pictures.")
public final class VariationConditioning implements Node<VariationConditioning.In, VariationConditioning.Out> {

    /** What to vary. */
    public record In(
            @Doc("CLIP's image tower, with its projection.") ImageEncoder encoder,

            @Doc("The pictures, of any size.") Image image) {}

    /** The result. */
    public record Out(
            @Doc("What is on the pictures.") Conditioning positive,
            @Doc("Nothing: zeros.") Conditioning negative) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor embedding = in.encoder()
                .encode(in.image(), 0, ctx)
                .embedding()
                .orElseThrow(() -> new InvalidInputException(
                        "encoder",
                        "This image encoder has no projection into the space of texts; use one with, a"
                                + " CLIPVisionModelWithProjection."));
        FloatTensor token = embedding.reshape(embedding.dim(0), 1, embedding.dim(1));
        Conditioning nothing = Conditioning.of(FloatTensor.zeros(token.shape()));
        return new Out(Conditioning.of(token).with(Conditioning.UNCONDITIONAL, nothing), nothing);
    }
}
