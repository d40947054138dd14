package dev.zograf.nodes.loaders;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Tiling;
import dev.zograf.api.model.Upscaler;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.models.SuperResolution;
import dev.zograf.nodes.tiling.Canvas;
import dev.zograf.nodes.tiling.Grid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A network that enlarges pictures, tile by tile if they are large, so that memory does not grow with the picture. Where tiles share at
 * least twice the network's reach, the cut is hard and the result is that of the whole picture at once; where they share less, one
 * fades into the other. A network for grey pictures is given the three colours of a picture one after the other.
 */
public final class TiledUpscaler implements Upscaler {

    /** How much the network may keep at once if nothing else is said. */
    private static final long BYTES = 384L << 20;

    private static final int SMALLEST = 64;
    private static final int LARGEST = 384;

    /** What neighbours share if what it takes for exact seams is too much. */
    private static final int SOFT = 32;

    private final SuperResolution definition;
    private final Network network;

    /** An upscaler over a compiled network. */
    public TiledUpscaler(SuperResolution definition, Network network) {
        this.definition = definition;
        this.network = network;
    }

    @Override
    public Image upscale(Image image, RunContext ctx) {
        return upscale(image, Tiling.automatic(), ctx);
    }

    @Override
    public Image upscale(Image image, Tiling tiling, RunContext ctx) {
        Grid grid = grid(image, tiling);
        int scale = definition.scale();
        Canvas canvas = new Canvas(image.batch(), 3, image.height() * scale, image.width() * scale);
        int total = image.batch() * grid.size();
        List<Image> pictures = image.split();
        for (int i = 0; i < pictures.size(); i++) {
            FloatTensor pixels = pictures.get(i).pixels();
            for (int tile = 0; tile < grid.size(); tile++) {
                FloatTensor made = enlarged(grid.read(pixels, tile), ctx);
                canvas.add(i, made.clamp(0, 1), grid, tile, scale);
                ctx.progress(i * grid.size() + tile + 1, total);
            }
        }
        return Image.of(canvas.toTensor());
    }

    private FloatTensor enlarged(FloatTensor pixels, RunContext ctx) {
        List<FloatTensor> made = new ArrayList<>();
        for (int from = 0; from < pixels.dim(1); from += definition.channels()) {
            FloatTensor some = pixels.slice(1, from, from + definition.channels());
            made.add(network.run(Map.of("image", some), "out", ctx));
        }
        return made.size() == 1 ? made.get(0) : FloatTensor.concat(1, made);
    }

    private Grid grid(Image image, Tiling tiling) {
        int multiple = definition.multiple();
        int tile = tiling.tile().orElseGet(this::tile);
        int exact = 2 * definition.reach();
        int overlap =
                tiling.overlap().orElse(exact <= Math.min(tile / 2, 2 * SMALLEST) ? exact : Math.min(SOFT, tile / 2));
        int side = Math.max(1, tile / multiple) * multiple;
        boolean cut = image.width() > side || image.height() > side;
        if (cut && overlap > side - multiple) {
            throw new InvalidInputException(
                    "overlap",
                    "Tiles of " + side + " pixels cannot share " + overlap + ": take larger tiles, or at most "
                            + (side - multiple) + ".");
        }
        return Grid.tight(image.height(), image.width(), tile, overlap, overlap >= exact ? 0 : overlap / 2, multiple);
    }

    /** The side of the largest tile for which the network keeps to {@link #BYTES}; from some size on more gains nothing. */
    private int tile() {
        double pixels = (double) BYTES / (Float.BYTES * definition.numbersPerPixel());
        return Math.min(LARGEST, Math.max(SMALLEST, (int) Math.sqrt(pixels) / 16 * 16));
    }

    @Override
    public int factor() {
        return definition.scale();
    }
}
