package dev.zograf.api.model;

import dev.zograf.api.value.Conditioning;

/** During which evaluations of a sampling run something counts: a part of a {@link Conditioning}, a patch, an edit of guidance. */
@FunctionalInterface
public interface When {

    /** Where a part of a conditioning keeps it; without it, the part always counts. */
    Conditioning.Key<When> KEY = new Conditioning.Key<>("when", When.class);

    /** Whether it counts at that moment. */
    boolean includes(Moment moment);

    /**
     * While the {@linkplain Moment#trained() share of the training process} lies between two, both included: how ComfyUI counts. All that
     * comes before is included from a start of 0 on, all that comes after up to an end of 1.
     */
    static When trained(double start, double end) {
        return moment -> (start <= 0 || moment.trained() >= start) && (end >= 1 || moment.trained() <= end);
    }

    /** From one share of the run's {@linkplain Moment#done() evaluations} (included) to another (excluded), whatever its noise levels. */
    static When done(double start, double end) {
        return moment -> moment.done() >= start && (end >= 1 || moment.done() < end);
    }

    /** When both count. */
    default When and(When other) {
        return moment -> includes(moment) && other.includes(moment);
    }

    /** The conditioning with each part limited to these moments, beside limits that it has. */
    static Conditioning limit(Conditioning conditioning, When when) {
        return conditioning.mapParts(
                part -> part.with(KEY, part.get(KEY).map(when::and).orElse(when)));
    }

    /** Whether a conditioning's first part counts at that moment. */
    static boolean isActive(Conditioning part, Moment moment) {
        return part.get(KEY).map(when -> when.includes(moment)).orElse(true);
    }
}
