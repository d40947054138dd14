package dev.zograf.nodes.control;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.PortType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Networks;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.models.StyleAdapter;
import dev.zograf.tensor.Weights;
import java.util.Map;

/** A style adapter that was loaded. Immutable. */
@PortType("style-model")
public final class StyleModel {

    private final StyleAdapter network;
    private final Weights weights;
    private final Network compiled;

    private StyleModel(StyleAdapter network, Weights weights, Networks networks) {
        this.network = network;
        this.weights = weights;
        this.compiled = networks.compile(network, weights);
    }

    /**
     * A style adapter.
     *
     * @throws dev.zograf.api.BadFileException if weights are missing or of another shape than the definition needs, or there are others
     */
    public static StyleModel of(StyleAdapter network, Weights weights, Networks networks) {
        return new StyleModel(network, weights, networks);
    }

    /** How wide the tokens are that it makes. */
    int context() {
        return network.context();
    }

    /**
     * What it says of pictures, of one after the other.
     *
     * @param patches what CLIP says of them, {@code [pictures, patches, width]}
     * @return {@code [1, pictures * tokens, context]}
     */
    FloatTensor tokens(FloatTensor patches, RunContext ctx) {
        if (patches.rank() != 3 || patches.dim(1) == 0 || patches.dim(2) != network.width()) {
            throw new InvalidInputException(
                    "patches",
                    "The style model " + weights.file() + " takes [pictures, patches, " + network.width() + "], not "
                            + patches
                            + ": give it the patches of an embed-image with the encoder that it was trained with,"
                            + " clip-vit-large-patch14, and \"patches\" true.");
        }
        FloatTensor tokens = compiled.run(Map.of("patches", patches), "tokens", ctx);
        return tokens.reshape(1, tokens.dim(0) * tokens.dim(1), tokens.dim(2));
    }

    @Override
    public String toString() {
        return "style model " + weights.file();
    }
}
