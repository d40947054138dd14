package dev.zograf.nodes.control;

import dev.zograf.api.Cancellation;
import dev.zograf.api.PortType;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Networks;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.models.ControlNet;
import dev.zograf.models.ControlNetCondition;
import dev.zograf.models.ControlNetEdit;
import dev.zograf.nodes.image.PillowResize;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Weights;
import java.util.Map;
import java.util.Set;

/** A ControlNet that was loaded. Immutable. */
@PortType("controlnet")
public final class ControlNetModel {

    private final ControlNet network;
    private final Weights weights;
    private final Network alone;
    private final Network condition;

    private ControlNetModel(ControlNet network, Weights weights, Networks networks) {
        this.network = network;
        this.weights = weights;
        this.alone = networks.compile(network, weights);
        this.condition = networks.compile(new ControlNetCondition(network), weights);
    }

    /**
     * A ControlNet.
     *
     * @throws dev.zograf.api.BadFileException if weights are missing or of another shape than the definition needs, or there are others
     */
    public static ControlNetModel of(ControlNet network, Weights weights, Networks networks) {
        return new ControlNetModel(network, weights, networks);
    }

    /** What it changes in the U-Net; equal for the same file. */
    GraphEdit edit() {
        return new ControlNetEdit(network, weights);
    }

    /** How many residuals it gives, that of the middle included. */
    public int residuals() {
        return network.skips() + 1;
    }

    /** Whether its residuals are averaged over the picture, so that it controls style rather than layout. */
    boolean pooled() {
        return network.pooled();
    }

    /**
     * A control picture as the network sees it at each step, {@code [batch, width, height, width]} at the latent's resolution.
     *
     * @param height of the latent
     * @param width of the latent
     */
    FloatTensor condition(Image image, int height, int width) {
        Image fitted = PillowResize.LANCZOS.resize(image, width * network.factor(), height * network.factor());
        return condition.run(Map.of("image", fitted.pixels()), "condition", Cancellation.never());
    }

    /**
     * The residuals alone, before their strength; sampling does not need this, since the network is part of the U-Net's graph there.
     *
     * @param sample {@code [batch, channels, h, w]}
     * @param timestep {@code [batch]}
     * @param text {@code [batch, tokens, width]}
     * @return {@code residual.I} for each skip, and {@code residual.mid}
     */
    public Map<String, FloatTensor> residuals(
            FloatTensor sample, FloatTensor timestep, FloatTensor text, Image image, Cancellation cancellation) {
        Image fitted =
                PillowResize.LANCZOS.resize(image, sample.dim(3) * network.factor(), sample.dim(2) * network.factor());
        Set<String> wanted = new java.util.TreeSet<>(Set.of("residual.mid"));
        for (int i = 0; i < network.skips(); i++) {
            wanted.add("residual." + i);
        }
        return alone.run(
                Map.of(
                        "sample", sample,
                        "timestep", timestep,
                        "encoder_hidden_states", text,
                        "image", fitted.pixels().repeatTo(sample.dim(0))),
                wanted,
                cancellation);
    }

    @Override
    public String toString() {
        return "ControlNet " + weights.file();
    }
}
