package dev.zograf.nodes.flow;

/** How truth values are joined. */
public enum LogicOperation {
    /** All are true. */
    ALL,
    /** At least one is true. */
    ANY,
    /** None is true: of a single value its opposite. */
    NONE,
    /** Exactly one is true. */
    ONE
}
