package dev.zograf.nodes.tiling;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.ForwardingDenoiser;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.Patches;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A denoiser that looks at large latents tile by tile and takes the weighted mean of what it says where tiles overlap (MultiDiffusion:
 * Bar-Tal et al. 2023, with equal prompts for all tiles). The tiles agree again after each step, so that no seam is left, and the
 * network's memory is that of one tile.
 */
public final class TiledDenoiser extends ForwardingDenoiser {

    private final int tile;
    private final int overlap;

    /**
     * A denoiser in tiles.
     *
     * @param tile the side of a tile in latent pixels
     * @param overlap how many latent pixels neighbours share at least, less than the side of a tile
     */
    public TiledDenoiser(Denoiser model, int tile, int overlap) {
        super(model);
        this.tile = tile;
        this.overlap = overlap;
    }

    @Override
    public List<FloatTensor> predict(FloatTensor x, Moment moment, List<Conditioning> conditionings, RunContext ctx) {
        Grid grid = Grid.of(x.dim(2), x.dim(3), tile, overlap, overlap, 1);
        if (grid.size() == 1) {
            return model().predict(x, moment, conditionings, ctx);
        }
        List<Canvas> canvases = new ArrayList<>();
        for (int tile = 0; tile < grid.size(); tile++) {
            List<Conditioning> parts = new ArrayList<>();
            for (Conditioning conditioning : conditionings) {
                parts.add(part(conditioning, x, grid, tile).onPart("tile " + (tile + 1)));
            }
            List<FloatTensor> made = model().predict(grid.read(x, tile), moment, parts, ctx);
            for (int i = 0; i < made.size(); i++) {
                if (tile == 0) {
                    canvases.add(new Canvas(x.dim(0), made.get(i).dim(1), x.dim(2), x.dim(3)));
                }
                for (int entry = 0; entry < x.dim(0); entry++) {
                    canvases.get(i).add(entry, made.get(i).slice(0, entry, entry + 1), grid, tile, 1);
                }
            }
        }
        return canvases.stream().map(Canvas::toTensor).toList();
    }

    /** What of a conditioning belongs to a tile: channels that go along with the latent are cut as it is. */
    private static Conditioning part(Conditioning conditioning, FloatTensor x, Grid grid, int tile) {
        if (!Patches.of(conditioning).isEmpty()) {
            throw new InvalidInputException(
                    "positive",
                    "A conditioning that changes the network, as ControlNet's does, cannot be cut in tiles: leave one of them out.");
        }
        return conditioning
                .get(Conditioning.CONCAT)
                .filter(concat -> concat.dim(2) == x.dim(2) && concat.dim(3) == x.dim(3))
                .map(concat -> conditioning.with(Conditioning.CONCAT, grid.read(concat, tile)))
                .orElse(conditioning);
    }

    @Override
    protected Denoiser before(Denoiser other) {
        return new TiledDenoiser(other, tile, overlap);
    }
}
