package dev.zograf.runtime.node;

/** What stands around a port's type, from the outside in. */
public enum Wrapper {
    /** May be left out. */
    OPTIONAL,
    /** Computed only when asked for. */
    LAZY,
    /** Several. */
    LIST,
    /** Several by name. */
    NAMED
}
