package dev.zograf.api;

/** The cancellation of work that nobody can cancel. */
enum NeverCancelled implements Cancellation {
    INSTANCE;

    @Override
    public boolean requested() {
        return false;
    }

    @Override
    public Registration onRequest(Runnable action) {
        return () -> {};
    }
}
