package dev.zograf.nodes.flow;

/** How two values are compared. */
public enum Comparison {
    /** The same. */
    EQUAL,
    /** Not the same. */
    NOT_EQUAL,
    /** Below. */
    LESS,
    /** Below or the same. */
    LESS_OR_EQUAL,
    /** Above. */
    GREATER,
    /** Above or the same. */
    GREATER_OR_EQUAL;

    /** Whether it holds of two values of which {@link Comparable#compareTo} gives this. */
    boolean holds(int order) {
        return switch (this) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }
}
