package dev.zograf.nodes.vision;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.ImageFeatures;
import java.util.ArrayList;
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
            boolean normalise,

            @Doc("Also tells what the encoder says of each patch of a picture, as apply-style-model takes it.")
            @Default("false")
            boolean patches) {}

    /** What came of it. */
    public record Out(
            @Doc("A row for each picture: [pictures, width].")
            FloatTensor embedding,

            @Doc("What the last layer says of each picture as a whole and then of its patches, raw: [pictures,"
                    + " patches, width]; no patches unless asked for.")
            FloatTensor patches) {}

    @Override
    public Out run(In in, RunContext ctx) {
        List<Image> images = Embeddings.split(in.images());
        if (!in.patches()) {
            FloatTensor rows = Embeddings.of(images, in.encoder(), ctx);
            return out(in, rows, FloatTensor.zeros(rows.dim(0), 0, rows.dim(1)));
        }
        List<FloatTensor> rows = new ArrayList<>();
        List<FloatTensor> patches = new ArrayList<>();
        for (Image image : images) {
            ImageFeatures seen = in.encoder().encode(image, 0, ctx);
            rows.add(Embeddings.of(seen));
            patches.add(seen.tokens());
            ctx.progress(rows.size(), images.size());
        }
        return out(in, FloatTensor.concat(0, rows), FloatTensor.concat(0, patches));
    }

    private static Out out(In in, FloatTensor rows, FloatTensor patches) {
        return new Out(in.normalise() ? Embeddings.normalised(rows) : rows, patches);
    }
}
