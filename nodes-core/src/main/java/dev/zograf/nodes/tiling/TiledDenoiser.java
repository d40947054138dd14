package dev.zograf.nodes.tiling;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.GuidanceEdit;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.MaskEdit;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.Patches;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A denoiser that looks at large latents tile by tile and takes the weighted mean of what it says where tiles overlap (MultiDiffusion:
 * Bar-Tal et al. 2023, with equal prompts for all tiles). The tiles agree again after each step, so that no seam is left, and the
 * network's memory is that of one tile.
 */
public final class TiledDenoiser implements Denoiser {

    private final Denoiser model;
    private final int tile;
    private final int overlap;

    /**
     * A denoiser in tiles.
     *
     * @param tile the side of a tile in latent pixels
     * @param overlap how many latent pixels neighbours share at least, less than the side of a tile
     */
    public TiledDenoiser(Denoiser model, int tile, int overlap) {
        this.model = model;
        this.tile = tile;
        this.overlap = overlap;
    }

    @Override
    public List<FloatTensor> predict(FloatTensor x, Moment moment, List<Conditioning> conditionings, RunContext ctx) {
        Grid grid = Grid.of(x.dim(2), x.dim(3), tile, overlap, overlap, 1);
        if (grid.size() == 1) {
            return model.predict(x, moment, conditionings, ctx);
        }
        List<Canvas> canvases = new ArrayList<>();
        for (int tile = 0; tile < grid.size(); tile++) {
            List<Conditioning> parts = new ArrayList<>();
            for (Conditioning conditioning : conditionings) {
                parts.add(part(conditioning, x, grid, tile).onPart("tile " + (tile + 1)));
            }
            List<FloatTensor> made = model.predict(grid.read(x, tile), moment, parts, ctx);
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
    public Denoiser forRun() {
        return with(model.forRun());
    }

    @Override
    public LatentFormat latentFormat() {
        return model.latentFormat();
    }

    @Override
    public int inputChannels() {
        return model.inputChannels();
    }

    @Override
    public int nativeSize() {
        return model.nativeSize();
    }

    @Override
    public boolean isGuidanceDistilled() {
        return model.isGuidanceDistilled();
    }

    @Override
    public Config scheduler() {
        return model.scheduler();
    }

    @Override
    public List<String> networks() {
        return model.networks();
    }

    @Override
    public long heldBytes() {
        return model.heldBytes();
    }

    @Override
    public Weights weights(String network) {
        return model.weights(network);
    }

    @Override
    public Denoiser withWeights(String network, UnaryOperator<WeightSource> edit) {
        return with(model.withWeights(network, edit));
    }

    @Override
    public Denoiser withPatch(String network, NetworkPatch patch) {
        return with(model.withPatch(network, patch));
    }

    @Override
    public List<GuidanceEdit> guidance() {
        return model.guidance();
    }

    @Override
    public Denoiser withGuidance(GuidanceEdit edit) {
        return with(model.withGuidance(edit));
    }

    @Override
    public List<MaskEdit> maskEdits() {
        return model.maskEdits();
    }

    @Override
    public Denoiser withMaskEdit(MaskEdit edit) {
        return with(model.withMaskEdit(edit));
    }

    private Denoiser with(Denoiser edited) {
        return new TiledDenoiser(edited, tile, overlap);
    }
}
