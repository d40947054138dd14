package dev.zograf.nodes.tiling;

import dev.zograf.api.value.FloatTensor;
import java.util.List;

/**
 * The tiles of one picture {@code [batch, channels, h, w]}. If a side is no multiple of what the network needs, the picture goes on
 * beyond its right and lower edge as in a mirror; that is cut off again from the result.
 */
public final class Grid {

    private final int height;
    private final int width;
    private final List<Span> rows;
    private final List<Span> columns;

    private Grid(int height, int width, List<Span> rows, List<Span> columns) {
        this.height = height;
        this.width = width;
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * The tiles of a picture.
     *
     * @param tile how large they are at most; made a multiple of {@code align}
     * @param overlap how much neighbours share at least
     * @param fade over how much of it one goes over into the other; 0 for a hard cut
     * @param align of what the sides of each tile are multiples
     */
    public static Grid of(int height, int width, int tile, int overlap, int fade, int align) {
        int side = Math.max(1, tile / align) * align;
        return new Grid(
                height,
                width,
                Cut.of(up(height, align), side, overlap, fade, align),
                Cut.of(up(width, align), side, overlap, fade, align));
    }

    /** As {@link #of}, of tiles no larger than it takes for as many of them. */
    public static Grid tight(int height, int width, int tile, int overlap, int fade, int align) {
        int side = Math.max(1, tile / align) * align;
        int down = up(height, align);
        int across = up(width, align);
        return new Grid(
                height,
                width,
                Cut.of(down, Cut.shortest(down, side, overlap, align), overlap, fade, align),
                Cut.of(across, Cut.shortest(across, side, overlap, align), overlap, fade, align));
    }

    private static int up(int length, int align) {
        return (length + align - 1) / align * align;
    }

    /** How many tiles. */
    public int size() {
        return rows.size() * columns.size();
    }

    /** Which rows of the picture a tile covers; tiles are counted from 0, row by row. */
    public Span rows(int tile) {
        return rows.get(tile / columns.size());
    }

    /** Which columns of the picture a tile covers. */
    public Span columns(int tile) {
        return columns.get(tile % columns.size());
    }

    /** What a tile shows of the picture. */
    public FloatTensor read(FloatTensor picture, int tile) {
        Span down = rows(tile);
        Span across = columns(tile);
        if (size() == 1 && down.length() == height && across.length() == width) {
            return picture;
        }
        int planes = picture.dim(0) * picture.dim(1);
        float[] out = new float[planes * down.length() * across.length()];
        int at = 0;
        for (int plane = 0; plane < planes; plane++) {
            for (int y = down.from(); y < down.to(); y++) {
                int row = (plane * height + mirrored(y, height)) * width;
                for (int x = across.from(); x < across.to(); x++) {
                    out[at++] = picture.at(row + mirrored(x, width));
                }
            }
        }
        return FloatTensor.wrap(out, picture.dim(0), picture.dim(1), down.length(), across.length());
    }

    /** A place beyond the edge, mirrored about the last pixel, and about the first again if need be. */
    private static int mirrored(int place, int length) {
        if (place < length) {
            return place;
        }
        int period = Math.max(1, 2 * (length - 1));
        int at = place % period;
        return at < length ? at : period - at;
    }
}
