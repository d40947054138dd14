package dev.zograf.nodes.control;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.PortType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Networks;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.ImageFeatures;
import dev.zograf.models.BlockShares;
import dev.zograf.models.IpAdapter;
import dev.zograf.models.IpAdapterEdit;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Map;

/** An IP-Adapter that was loaded. Immutable. */
@PortType("ip-adapter")
public final class IpAdapterModel {

    private static final int PENULTIMATE = 1;

    private final IpAdapter network;
    private final Weights weights;
    private final Network tokens;

    private IpAdapterModel(IpAdapter network, Weights weights, Networks networks) {
        this.network = network;
        this.weights = weights;
        this.tokens = networks.compile(network, weights);
    }

    /**
     * An adapter.
     *
     * @throws dev.zograf.api.BadFileException if weights are missing or of another shape than the definition needs, or there are others
     */
    public static IpAdapterModel of(IpAdapter network, Weights weights, Networks networks) {
        return new IpAdapterModel(network, weights, networks);
    }

    /** What it changes in the U-Net; equal for the same file and blocks, with a mask or without. */
    GraphEdit edit(BlockShares blocks, boolean masked) {
        return new IpAdapterEdit(network, weights, blocks, masked);
    }

    /** How many attentions it has keys and values for. */
    int attentions() {
        return IpAdapterEdit.keys(weights).size();
    }

    /**
     * What the network is told of pictures.
     *
     * @param average whether the pictures are mixed before, rather than told of one after the other
     * @return {@code [1, tokens, context]} for the positive side
     */
    FloatTensor tokens(ImageEncoder encoder, List<Image> images, boolean average, RunContext ctx) {
        return tokens(encoder, prepared(encoder, images), average, true, ctx);
    }

    /** The same of as many pictures of nothing, for the negative side. */
    FloatTensor noTokens(ImageEncoder encoder, List<Image> images, boolean average, RunContext ctx) {
        FloatTensor pixels = prepared(encoder, images);
        return tokens(encoder, FloatTensor.zeros(pixels.shape()), average, false, ctx);
    }

    private static FloatTensor prepared(ImageEncoder encoder, List<Image> images) {
        return FloatTensor.concat(0, images.stream().map(encoder::prepare).toList());
    }

    private FloatTensor tokens(
            ImageEncoder encoder, FloatTensor pixels, boolean average, boolean something, RunContext ctx) {
        FloatTensor seen = features(encoder, pixels, ctx);
        if (!something && !network.seesTokens()) {
            // The adapters that look at the embedding were trained on one of zeros for no picture.
            seen = FloatTensor.zeros(seen.shape());
        }
        FloatTensor all = tokens.run(Map.of("image", average ? mean(seen) : seen), "tokens", ctx);
        return all.reshape(1, all.dim(0) * all.dim(1), all.dim(2));
    }

    private FloatTensor features(ImageEncoder encoder, FloatTensor pixels, RunContext ctx) {
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

    private static FloatTensor mean(FloatTensor all) {
        FloatTensor sum = all.slice(0, 0, 1);
        for (int i = 1; i < all.dim(0); i++) {
            sum = sum.plus(all.slice(0, i, i + 1));
        }
        return sum.over(all.dim(0));
    }

    @Override
    public String toString() {
        return "IP-Adapter " + weights.file();
    }
}
