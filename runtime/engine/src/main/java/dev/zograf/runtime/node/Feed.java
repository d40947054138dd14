package dev.zograf.runtime.node;

import java.util.List;
import java.util.Map;

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

    /** Several by name, in order; each is one value or several. */
    record Named(Map<String, Feed> feeds) implements Feed {}
}
