package dev.zograf.runtime.network;

/** A network has something that a backend does not compute; another backend may. */
public final class UnsupportedNetworkException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param what a phrase that says what it has: "the operator ROLL" */
    public UnsupportedNetworkException(String what) {
        super(what);
    }
}
