package dev.zograf.nodes.vision;

import static java.util.Objects.requireNonNull;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.model.Network;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.ImageFeatures;
import dev.zograf.models.ClipVision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The image tower of CLIP behind what makes pictures ready for it. Pictures go through a few at a time. */
final class ClipImageEncoder implements ImageEncoder {

    private static final int AT_ONCE = 8;
    private static final String EMBEDDING = "image_embeds";

    private final PictureInput input;
    private final ClipVision definition;
    private final Network network;
    private final boolean projects;

    /**
     * An encoder.
     *
     * @param projects whether the network has an embedding
     */
    ClipImageEncoder(PictureInput input, ClipVision definition, Network network, boolean projects) {
        this.input = input;
        this.definition = definition;
        this.network = network;
        this.projects = projects;
    }

    @Override
    public FloatTensor prepare(Image image) {
        return input.of(image);
    }

    @Override
    public ImageFeatures encode(FloatTensor pixels, int skip, RunContext ctx) {
        if (skip < 0 || skip > definition.layers()) {
            throw new InvalidInputException(
                    "skip",
                    "The image encoder has " + definition.layers() + " layers: choose from 0 to " + definition.layers()
                            + ".");
        }
        int side = definition.imageSize();
        if (pixels.rank() != 4
                || pixels.dim(1) != definition.channels()
                || pixels.dim(2) != side
                || pixels.dim(3) != side) {
            throw new InvalidInputException(
                    "image",
                    "The image encoder takes [batch, " + definition.channels() + ", " + side + ", " + side + "], not "
                            + pixels + ".");
        }
        String tokens = "hidden_states." + (definition.layers() - skip);
        Set<String> wanted = projects ? Set.of(tokens, "pooled", EMBEDDING) : Set.of(tokens, "pooled");
        List<FloatTensor> states = new ArrayList<>();
        List<FloatTensor> pooled = new ArrayList<>();
        List<FloatTensor> embeddings = new ArrayList<>();
        for (int from = 0; from < pixels.dim(0); from += AT_ONCE) {
            ctx.throwIfRequested();
            FloatTensor some = pixels.slice(0, from, Math.min(from + AT_ONCE, pixels.dim(0)));
            Map<String, FloatTensor> out = network.run(Map.of("pixels", some), wanted, ctx);
            states.add(requireNonNull(out.get(tokens)));
            pooled.add(requireNonNull(out.get("pooled")));
            if (projects) {
                embeddings.add(requireNonNull(out.get(EMBEDDING)));
            }
        }
        return ImageFeatures.of(
                FloatTensor.concat(0, states),
                FloatTensor.concat(0, pooled),
                projects ? Optional.of(FloatTensor.concat(0, embeddings)) : Optional.empty());
    }
}
