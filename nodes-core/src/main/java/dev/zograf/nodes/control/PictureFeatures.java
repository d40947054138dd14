package dev.zograf.nodes.control;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.ImageFeatures;
import dev.zograf.models.IpAdapter;
import java.util.Arrays;
import java.util.List;

/**
 * What CLIP says of pictures, as an IP-Adapter takes it: its embeddings {@code [pictures, width]}, or its tokens before the last layer
 * {@code [pictures, tokens, width]}.
 *
 * @param pictures of the pictures, for the positive side
 * @param nothing of as many pictures of nothing, for the negative side
 */
record PictureFeatures(FloatTensor pictures, FloatTensor nothing) {

    private static final int PENULTIMATE = 1;

    /** What an encoder says of pictures of any sizes. */
    static PictureFeatures seen(IpAdapter network, ImageEncoder encoder, List<Image> images, RunContext ctx) {
        FloatTensor pixels =
                FloatTensor.concat(0, images.stream().map(encoder::prepare).toList());
        FloatTensor seen = features(network, encoder, pixels, ctx);
        // The adapters that look at the embedding were trained on one of zeros for no picture, the others on what CLIP
        // says of zeros.
        FloatTensor nothing = network.seesTokens()
                ? features(network, encoder, FloatTensor.zeros(pixels.shape()), ctx)
                : FloatTensor.zeros(seen.shape());
        return new PictureFeatures(seen, nothing);
    }

    private static FloatTensor features(IpAdapter network, ImageEncoder encoder, FloatTensor pixels, RunContext ctx) {
        ImageFeatures features = encoder.encode(pixels, network.seesTokens() ? PENULTIMATE : 0, ctx);
        FloatTensor seen = network.seesTokens()
                ? features.tokens()
                : features.embedding()
                        .orElseThrow(() -> new InvalidInputException(
                                "encoder",
                                "This IP-Adapter needs CLIP's embedding, but the encoder has no projection to it: load a CLIP"
                                        + " vision model with projection."));
        if (seen.dim(-1) != network.width()) {
            throw new InvalidInputException(
                    "encoder",
                    "This IP-Adapter was trained on " + network.width() + " numbers from CLIP, but the encoder gives "
                            + seen.dim(-1) + ": " + encoderFor(network.width()));
        }
        return seen;
    }

    private static String encoderFor(int width) {
        return switch (width) {
            case 1024, 1280 ->
                "most adapters need CLIP ViT-H/14, those of SDXL without \"vit-h\" in their name CLIP ViT-bigG/14.";
            case 1664 -> "it needs CLIP ViT-bigG/14.";
            default -> "load the encoder that came with it.";
        };
    }

    /**
     * What was computed before: features of pictures alone, or with one more axis before them, of nothing and of the pictures, as diffusers'
     * {@code prepare_ip_adapter_image_embeds} gives them.
     *
     * @throws InvalidInputException if an adapter of this kind takes others
     */
    static PictureFeatures given(IpAdapter network, FloatTensor all) {
        int rank = network.seesTokens() ? 3 : 2;
        boolean sides = all.rank() == rank + 1;
        if (all.size() == 0 || !sides && all.rank() != rank || sides && all.dim(0) > 2) {
            throw new InvalidInputException(
                    "embedding",
                    "This IP-Adapter takes "
                            + (network.seesTokens() ? "[pictures, tokens, width]" : "[pictures, width]")
                            + ", or two of these, of no picture first, not " + all + "."
                            + (network.seesTokens()
                                    ? " It was trained on CLIP's tokens before the last layer."
                                    : " It was trained on CLIP's embeddings."));
        }
        if (all.dim(-1) != network.width()) {
            throw new InvalidInputException(
                    "embedding",
                    "This IP-Adapter was trained on " + network.width() + " numbers from CLIP, but these are "
                            + all.dim(-1) + ": " + encoderFor(network.width()));
        }
        if (sides && all.dim(0) == 2) {
            return new PictureFeatures(side(all, 1), side(all, 0));
        }
        FloatTensor pictures = sides ? side(all, 0) : all;
        if (network.seesTokens()) {
            throw new InvalidInputException(
                    "embedding",
                    "This IP-Adapter needs to know what CLIP says of no picture, too: give [2, pictures, tokens, width], of no"
                            + " picture first, as embed-for-ip-adapter does.");
        }
        return new PictureFeatures(pictures, FloatTensor.zeros(pictures.shape()));
    }

    private static FloatTensor side(FloatTensor all, int i) {
        int[] shape = all.shape();
        return all.slice(0, i, i + 1).reshape(Arrays.copyOfRange(shape, 1, shape.length));
    }

    /** How many pictures. */
    int count() {
        return pictures.dim(0);
    }

    /** As {@link #given} takes them, with both sides. */
    FloatTensor both() {
        int[] shape = pictures.shape();
        int[] one = new int[shape.length + 1];
        one[0] = 1;
        System.arraycopy(shape, 0, one, 1, shape.length);
        return FloatTensor.concat(0, List.of(nothing.reshape(one), pictures.reshape(one)));
    }
}
