package dev.zograf.nodes.control;

import dev.zograf.api.PortType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Networks;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
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

    /** What CLIP says of pictures of any sizes. */
    PictureFeatures seen(ImageEncoder encoder, List<Image> images, RunContext ctx) {
        return PictureFeatures.seen(network, encoder, images, ctx);
    }

    /** What CLIP said of pictures before. */
    PictureFeatures given(FloatTensor embedding) {
        return PictureFeatures.given(network, embedding);
    }

    /**
     * What the U-Net is told of pictures.
     *
     * @param seen what CLIP says of them
     * @param average whether the pictures are mixed before, rather than told of one after the other
     * @return {@code [1, tokens, context]}
     */
    FloatTensor tokens(FloatTensor seen, boolean average, RunContext ctx) {
        FloatTensor all = tokens.run(Map.of("image", average ? mean(seen) : seen), "tokens", ctx);
        return all.reshape(1, all.dim(0) * all.dim(1), all.dim(2));
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
