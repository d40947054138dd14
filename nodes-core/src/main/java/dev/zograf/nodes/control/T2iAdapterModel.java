package dev.zograf.nodes.control;

import dev.zograf.api.Cancellation;
import dev.zograf.api.PortType;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Networks;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.models.T2iAdapter;
import dev.zograf.models.T2iAdapterEdit;
import dev.zograf.nodes.image.PillowResize;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Weights;
import java.util.Map;
import java.util.Set;

/** A T2I-Adapter that was loaded. Immutable. */
@PortType("t2i-adapter")
public final class T2iAdapterModel {

    private final T2iAdapter network;
    private final Weights weights;
    private final Network compiled;

    private T2iAdapterModel(T2iAdapter network, Weights weights, Networks networks) {
        this.network = network;
        this.weights = weights;
        this.compiled = networks.compile(network, weights);
    }

    /**
     * An adapter.
     *
     * @throws dev.zograf.api.BadFileException if weights are missing or of another shape than the definition needs, or there are others
     */
    public static T2iAdapterModel of(T2iAdapter network, Weights weights, Networks networks) {
        return new T2iAdapterModel(network, weights, networks);
    }

    /** What it changes in the U-Net; equal for the same file. */
    GraphEdit edit() {
        return new T2iAdapterEdit(network, weights);
    }

    /** The side of the squares of pixels that it looks at. */
    public int factor() {
        return network.factor();
    }

    /**
     * The features of a control picture by the edit's names.
     *
     * @param height of the latent
     * @param width of the latent
     */
    Map<String, FloatTensor> features(Image image, int height, int width) {
        Image fitted = PillowResize.LANCZOS.resize(image, side(width), side(height));
        FloatTensor pixels = network.channels() == 1 ? grey(fitted.pixels()) : fitted.pixels();
        return compiled.run(Map.of("image", pixels), Set.copyOf(network.outputs()), Cancellation.never());
    }

    private int side(int latent) {
        int factor = network.factor();
        return (latent * network.pixels() + factor - 1) / factor * factor;
    }

    private static FloatTensor grey(FloatTensor pixels) {
        FloatTensor sum = pixels.slice(1, 0, 1).plus(pixels.slice(1, 1, 2)).plus(pixels.slice(1, 2, 3));
        return sum.over(3);
    }

    @Override
    public String toString() {
        return "T2I-Adapter " + weights.file();
    }
}
