package dev.zograf.api.model;

import java.util.OptionalInt;

/** How large pictures are cut up for a network, in pixels of what it is given. What is not said is chosen by who cuts. Immutable. */
public final class Tiling {

    private static final Tiling AUTOMATIC = new Tiling(0, -1);

    private final int tile;
    private final int overlap;

    private Tiling(int tile, int overlap) {
        this.tile = tile;
        this.overlap = overlap;
    }

    /** By the memory that the network takes. */
    public static Tiling automatic() {
        return AUTOMATIC;
    }

    /**
     * The same with tiles whose side, their share of the overlap included, is at most this.
     *
     * @throws IllegalArgumentException unless it is at least 1
     */
    public Tiling withTile(int side) {
        if (side < 1) {
            throw new IllegalArgumentException("A tile cannot be " + side + " pixels wide.");
        }
        return new Tiling(side, overlap);
    }

    /**
     * The same with tiles that share at least so many pixels with their neighbours.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Tiling withOverlap(int pixels) {
        if (pixels < 0) {
            throw new IllegalArgumentException("Tiles cannot share " + pixels + " pixels.");
        }
        return new Tiling(tile, pixels);
    }

    /** The side of a tile. */
    public OptionalInt tile() {
        return tile > 0 ? OptionalInt.of(tile) : OptionalInt.empty();
    }

    /** How many pixels neighbours share. */
    public OptionalInt overlap() {
        return overlap >= 0 ? OptionalInt.of(overlap) : OptionalInt.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tiling tiling && tiling.tile == tile && tiling.overlap == overlap;
    }

    @Override
    public int hashCode() {
        return 31 * tile + overlap;
    }

    @Override
    public String toString() {
        return tile == 0 ? "automatic tiles" : "tiles of " + tile + (overlap < 0 ? "" : " that share " + overlap);
    }
}
