package dev.zograf.api.value;

import java.util.Objects;
import java.util.Optional;

/**
 * Where in the picture a part of a {@link Conditioning} counts, and how strongly. Where several parts count, their results are averaged
 * with the products of strengths and mask values as weights. Of an area the network sees only that rectangle; of a mask, the whole
 * picture, or with {@link #isCutToMask} the smallest rectangle that holds the mask. Immutable.
 */
public final class Region {

    /** Everywhere, with a strength of 1. */
    public static final Region EVERYWHERE = new Region(1, Optional.empty(), Optional.empty(), 1, false);

    private final double strength;
    private final Optional<Area> area;
    private final Optional<Mask> mask;
    private final double maskStrength;
    private final boolean cutToMask;

    private Region(double strength, Optional<Area> area, Optional<Mask> mask, double maskStrength, boolean cutToMask) {
        this.strength = strength;
        this.area = area;
        this.mask = mask;
        this.maskStrength = maskStrength;
        this.cutToMask = cutToMask;
    }

    /** That of a conditioning's first part. */
    public static Region of(Conditioning conditioning) {
        return conditioning.get(Conditioning.REGION).orElse(EVERYWHERE);
    }

    /** The same with another strength beside other parts. */
    public Region withStrength(double other) {
        return new Region(other, area, mask, maskStrength, cutToMask);
    }

    /** The same for another rectangle. */
    public Region withArea(Area other) {
        return new Region(strength, Optional.of(other), mask, maskStrength, cutToMask);
    }

    /**
     * The same for another mask.
     *
     * @param ofMask multiplies the mask's values
     * @param cut whether the network sees only the smallest rectangle that holds the mask, instead of the area or the whole picture
     */
    public Region withMask(Mask other, double ofMask, boolean cut) {
        return new Region(strength, area, Optional.of(other), ofMask, cut);
    }

    /** How strongly the part counts beside others. */
    public double strength() {
        return strength;
    }

    /** The rectangle that it is for; the whole picture if absent. */
    public Optional<Area> area() {
        return area;
    }

    /** How strongly it counts where. */
    public Optional<Mask> mask() {
        return mask;
    }

    /** What the mask's values are multiplied with. */
    public double maskStrength() {
        return maskStrength;
    }

    /** Whether the network sees only the smallest rectangle that holds the mask. */
    public boolean isCutToMask() {
        return cutToMask;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Region region
                && region.strength == strength
                && region.area.equals(area)
                && region.mask.equals(mask)
                && region.maskStrength == maskStrength
                && region.cutToMask == cutToMask;
    }

    @Override
    public int hashCode() {
        return Objects.hash(strength, area, mask, maskStrength, cutToMask);
    }
}
