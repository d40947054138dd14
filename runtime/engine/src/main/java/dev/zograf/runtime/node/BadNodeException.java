package dev.zograf.runtime.node;

import java.util.List;

/** A node class that breaks the rules of {@link dev.zograf.api.Node}; the message names all of them. */
public final class BadNodeException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BadNodeException(Class<?> nodeClass, List<String> reasons) {
        super(nodeClass.getName() + ": " + String.join(" ", reasons));
    }
}
