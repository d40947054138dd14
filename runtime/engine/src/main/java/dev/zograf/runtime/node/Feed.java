package dev.zograf.runtime.node;

import java.util.List;

/** What flows into a port. */
public sealed interface Feed {

    /** Gives a value, computing it if need be. */
    @FunctionalInterface
    interface Source {
        /** The value. */
        Object get() throws Exception;
    }

    /** One value, or a list from one place. */
    record One(Source source) implements Feed {}

    /** Several values, one by one. */
    record Many(List<Source> sources) implements Feed {}
}
