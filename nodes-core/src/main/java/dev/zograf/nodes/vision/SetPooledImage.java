package dev.zograf.nodes.vision;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.vision.PooledImages.Told;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells models pictures by their places in CLIP's space: unCLIP's, which were trained on them, and those that take a pooled text, such as
 * SDXL's, in its place ("Revision"), because both lie in the space of the same CLIP. Other models ignore it. See {@link PooledImages} for
 * the arithmetic.
 */
@NodeType(id = "set-pooled-image", title = "Set pooled image", category = "conditioning")
@Doc(
        "Tells a model pictures: one of unCLIP, or one that takes a pooled text, as SDXL does, in place of that. Those told before stay; their"
                + " weighted sum counts.")
public final class SetPooledImage implements Node<SetPooledImage.In, SetPooledImage.Out> {

    /** Which prompt, and which pictures. */
    public record In(
            @Doc("The prompt.") Conditioning conditioning,

            @Doc(
                    "The pictures as rows of CLIP's space [pictures, width], not normalised: by the model's own image encoder, or, for SDXL, by"
                            + " the image tower whose text tower is the model's second one, CLIP-bigG.")
            FloatTensor embedding,

            @Doc("How much they count; 0 leaves the prompt as it is.")
            @Default("1")
            @Range(min = -10, max = 10, step = 0.01)
            double strength,

            @Doc("How much noise hides of them: 0 next to none, 1 all.")
            @Default("0")
            @Range(min = 0, max = 1, step = 0.01)
            double noise,

            @Doc("The seed of the run, from which that noise follows.") @Default("0")
            long seed) {

        /** The pictures are rows. */
        public In {
            Embeddings.checked("embedding", embedding);
        }
    }

    /** The result. */
    public record Out(@Doc("The prompt with the pictures.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        if (in.strength() == 0) {
            return new Out(in.conditioning());
        }
        return new Out(in.conditioning().mapParts(part -> {
            List<Told> all = new ArrayList<>(
                    part.get(PooledImages.KEY).map(PooledImages::told).orElse(List.of()));
            for (int row = 0; row < in.embedding().dim(0); row++) {
                all.add(new Told(in.embedding().slice(0, row, row + 1), in.strength(), in.noise()));
            }
            PooledImages images = new PooledImages(List.copyOf(all), in.seed());
            return part.with(PooledImages.KEY, images).with(Conditioning.POOLED, images.pooled());
        }));
    }
}
