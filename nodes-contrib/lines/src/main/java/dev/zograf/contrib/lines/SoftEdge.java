package dev.zograf.contrib.lines;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Networks;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.opencv.Geometry;
import dev.zograf.contrib.opencv.Kernel;
import dev.zograf.contrib.opencv.Silently;
import dev.zograf.tensor.Weights;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws soft edges as a person would see them, by a network whose weights you give. */
@NodeType(id = "contrib.soft-edge", title = "Soft edges (HED)", category = "image/guide")
@Doc("Draws soft edges as a person would see them, by a network whose weights you give.")
public final class SoftEdge implements Node<SoftEdge.In, SoftEdge.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("The weights, a .safetensors file: a name below annotators of a models folder, or a path.")
            @Choices(models = "annotators")
            @Default("ControlNetHED")
            String model,

            @Doc(
                    "The shorter side of the result in pixels, both sides being rounded to multiples of 64, as the Python annotators do; 0 keeps the size.")
            @Range(min = 0, max = 8192)
            @Default("0")
            int resolution) {}

    /** What came of it. */
    public record Out(@Doc("White edges on black, soft.") Image image) {}

    private static final String REMEDY =
            "Zograf ships none: put ControlNetHED as .safetensors into the folder annotators below a models"
                    + " folder (--models DIR or ZOGRAF_MODELS), or use contrib.canny or contrib.line-art, which need no weights.";

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public SoftEdge(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        Weights weights = open(in.model()).weights("");
        HedNetwork definition = HedNetwork.detect(weights)
                .orElseThrow(() -> new BadFileException(
                        weights.file(),
                        "These are no weights of an HED network, whose tensors are called norm, block1.convs.0.weight and so on. "
                                + REMEDY));
        FloatTensor pixels = Guides.sized(in.image(), in.resolution(), ctx);
        int least = definition.leastSide();
        if (pixels.dim(2) < least || pixels.dim(3) < least) {
            throw new InvalidInputException(
                    "image",
                    "A picture of " + pixels.dim(3) + "x" + pixels.dim(2) + " is too small for this network; it takes "
                            + least + "x" + least + " and more.");
        }
        Network network = networks.compile(definition, weights);
        List<FloatTensor> out = new ArrayList<>();
        for (int i = 0; i < pixels.dim(0); i++) {
            out.add(edges(definition, network, pixels.slice(0, i, i + 1), ctx));
            ctx.progress(i + 1, pixels.dim(0));
        }
        return new Out(Guides.image(FloatTensor.concat(0, out)));
    }

    /** The sigmoid of the mean of all maps, enlarged to one size. */
    private static FloatTensor edges(HedNetwork definition, Network network, FloatTensor picture, RunContext ctx) {
        Set<String> names = IntStream.rangeClosed(1, definition.blocks())
                .mapToObj(HedNetwork::edges)
                .collect(Collectors.toSet());
        Map<String, FloatTensor> maps = network.run(Map.of("image", picture.times(255)), names, ctx);
        FloatTensor sum = FloatTensor.zeros(1, 1, picture.dim(2), picture.dim(3));
        for (int block = 1; block <= definition.blocks(); block++) {
            FloatTensor map = Objects.requireNonNull(maps.get(HedNetwork.edges(block)));
            sum = sum.plus(Geometry.resize(map, picture.dim(3), picture.dim(2), Kernel.BILINEAR, new Silently(ctx)));
        }
        return sum.map(v -> 1 / (1 + Math.exp(-v / definition.blocks())));
    }

    /** The file, or a message that says where it belongs. */
    private Checkpoint open(String model) {
        try {
            return models.open("annotators", model);
        } catch (BadFileException e) {
            if (models.names("annotators").contains(e.file())
                    || models.names("annotators").contains(e.file() + ".safetensors")) {
                throw e;
            }
            throw new BadFileException(e.file(), "The weights of the HED network cannot be opened. " + REMEDY, e);
        }
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return open(in.model()).fingerprint();
    }
}
