package dev.zograf.nodes.loaders;

import dev.zograf.api.RunContext;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Upscaler;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.models.SrvggCompact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A compact network that enlarges pictures tile by tile, so that memory does not grow with the picture. Tiles overlap as far as
 * the network looks, so that no seam shows: the result is that of the whole picture at once.
 */
public final class SrvggUpscaler implements Upscaler {

    private static final int TILE = 256;

    private final SrvggCompact definition;
    private final Network network;
    private final int tile;

    /** An upscaler over a compiled network. */
    public SrvggUpscaler(SrvggCompact definition, Network network) {
        this(definition, network, TILE);
    }

    /** @param tile pixels of a tile's side, without the overlap */
    SrvggUpscaler(SrvggCompact definition, Network network, int tile) {
        this.definition = definition;
        this.network = network;
        this.tile = tile;
    }

    @Override
    public Image upscale(Image image, RunContext ctx) {
        int columns = (image.width() + tile - 1) / tile;
        int rows = (image.height() + tile - 1) / tile;
        int total = image.batch() * rows * columns;
        int done = 0;
        List<Image> out = new ArrayList<>();
        for (Image picture : image.split()) {
            List<FloatTensor> stripes = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                List<FloatTensor> tiles = new ArrayList<>();
                for (int column = 0; column < columns; column++) {
                    tiles.add(tile(picture.pixels(), row * tile, column * tile, ctx));
                    ctx.progress(++done, total);
                }
                stripes.add(FloatTensor.concat(3, tiles));
            }
            out.add(Image.of(FloatTensor.concat(2, stripes)));
        }
        return Image.batch(out);
    }

    private FloatTensor tile(FloatTensor pixels, int top, int left, RunContext ctx) {
        int scale = definition.scale();
        int bottom = Math.min(top + tile, pixels.dim(2));
        int right = Math.min(left + tile, pixels.dim(3));
        int fromY = Math.max(top - definition.reach(), 0);
        int fromX = Math.max(left - definition.reach(), 0);
        int toY = Math.min(bottom + definition.reach(), pixels.dim(2));
        int toX = Math.min(right + definition.reach(), pixels.dim(3));
        FloatTensor wide =
                network.run(Map.of("image", pixels.slice(2, fromY, toY).slice(3, fromX, toX)), "out", ctx);
        return wide.slice(2, (top - fromY) * scale, (bottom - fromY) * scale)
                .slice(3, (left - fromX) * scale, (right - fromX) * scale)
                .clamp(0, 1);
    }

    @Override
    public int factor() {
        return definition.scale();
    }
}
