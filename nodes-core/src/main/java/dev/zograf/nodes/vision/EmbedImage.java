package dev.zograf.nodes.vision;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.List;

/** Embeds pictures in the space that an image encoder shares with texts. */
@NodeType(id = "embed-image", title = "Embed image", category = "vision")
@Doc("Embeds pictures in the space that an image encoder shares with texts.")
public final class EmbedImage implements Node<EmbedImage.In, EmbedImage.Out> {

    /** What to embed. */
    public record In(
            @Doc("The image encoder.") ImageEncoder encoder,

            @Doc("The pictures, of any sizes; a batch counts as several.")
            List<Image> images,

            @Doc("Divides each embedding by its length, so that products are cosines.") @Default("true")
            boolean normalise) {}

    /** What came of it. */
    public record Out(
            @Doc("A row for each picture: [pictures, width].")
            FloatTensor embedding) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor rows = Embeddings.of(Embeddings.split(in.images()), in.encoder(), ctx);
        return new Out(in.normalise() ? Embeddings.normalised(rows) : rows);
    }
}
