package dev.zograf.nodes.tiling;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Posterior;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;

/**
 * A VAE that works tile by tile, so that memory does not grow with the picture. A quarter of what neighbours share is dropped at each
 * side, over the half in the middle one tile fades into the other.
 *
 * <p>A VAE with group norms or attention sees the whole of what it is given, so that each tile comes out a little differently than as a
 * part of the whole picture; a tiny autoencoder does not, and the result is that of the whole if tiles share four times its reach.
 */
public final class TiledVae implements Vae {

    private final Vae vae;
    private final int tile;
    private final int overlap;

    /**
     * A VAE in tiles.
     *
     * @param tile the side of a tile in pixels of the picture
     * @param overlap how many pixels neighbours share, less than the side of a tile
     */
    public TiledVae(Vae vae, int tile, int overlap) {
        int factor = vae.latentFormat().factor();
        this.vae = vae;
        this.tile = Math.max(1, tile / factor);
        this.overlap = Math.min(overlap / factor, this.tile - 1);
    }

    /**
     * A VAE as nodes are told to use it.
     *
     * @param tile the side of a tile in pixels of the picture, or 0 for the whole at once
     */
    public static Vae of(Vae vae, int tile, int overlap) {
        return tile == 0 ? vae : new TiledVae(vae, tile, overlap);
    }

    /**
     * Checks that tiles are larger than what they share.
     *
     * @param tile as in {@link #of}
     * @throws InvalidInputException naming {@code overlap} if they are not
     */
    public static void requireRoom(int tile, int overlap) {
        if (tile > 0 && overlap >= tile) {
            throw new InvalidInputException(
                    "overlap", "Tiles of " + tile + " pixels cannot share " + overlap + "; take at most a half.");
        }
    }

    private Grid grid(int height, int width) {
        return Grid.of(height, width, tile, overlap, overlap / 2, 1);
    }

    @Override
    public Image decode(Latent latent, RunContext ctx) {
        FloatTensor samples = latent.samples();
        int factor = vae.latentFormat().factor();
        Grid grid = grid(samples.dim(2), samples.dim(3));
        if (grid.size() == 1) {
            return vae.decode(latent, ctx);
        }
        Canvas canvas = new Canvas(latent.batch(), 3, samples.dim(2) * factor, samples.dim(3) * factor);
        for (int i = 0; i < latent.batch(); i++) {
            FloatTensor one = samples.slice(0, i, i + 1);
            for (int tile = 0; tile < grid.size(); tile++) {
                Image made = vae.decode(Latent.of(grid.read(one, tile)), ctx);
                canvas.add(i, made.pixels(), grid, tile, factor);
                ctx.progress(i * grid.size() + tile + 1, latent.batch() * grid.size());
            }
        }
        return Image.of(canvas.toTensor());
    }

    @Override
    public Posterior encode(Image image, RunContext ctx) {
        int factor = vae.latentFormat().factor();
        int height = image.height() / factor;
        int width = image.width() / factor;
        boolean fits = height * factor == image.height() && width * factor == image.width();
        Grid grid = grid(Math.max(1, height), Math.max(1, width));
        if (grid.size() == 1 || !fits) {
            return vae.encode(image, ctx);
        }
        int channels = vae.latentFormat().channels();
        Canvas means = new Canvas(image.batch(), channels, height, width);
        Canvas variances = new Canvas(image.batch(), channels, height, width);
        for (int i = 0; i < image.batch(); i++) {
            FloatTensor one = image.pixels().slice(0, i, i + 1);
            for (int tile = 0; tile < grid.size(); tile++) {
                Posterior made = vae.encode(part(one, grid.rows(tile), grid.columns(tile), factor), ctx);
                means.add(i, made.mean(), grid, tile, 1);
                variances.add(i, made.logVariance(), grid, tile, 1);
                ctx.progress(i * grid.size() + tile + 1, image.batch() * grid.size());
            }
        }
        return Posterior.of(means.toTensor(), variances.toTensor());
    }

    private static Image part(FloatTensor picture, Span rows, Span columns, int factor) {
        return Image.of(picture.slice(2, rows.from() * factor, rows.to() * factor)
                .slice(3, columns.from() * factor, columns.to() * factor));
    }

    @Override
    public LatentFormat latentFormat() {
        return vae.latentFormat();
    }
}
