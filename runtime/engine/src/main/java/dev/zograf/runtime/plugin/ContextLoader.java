package dev.zograf.runtime.plugin;

import org.jspecify.annotations.Nullable;

/**
 * Has the thread's context class loader be that of a plugin while the plugin's code runs, as libraries that look for their own parts
 * expect; closing it brings the former one back.
 */
public final class ContextLoader implements AutoCloseable {

    private final Thread thread = Thread.currentThread();
    private final @Nullable ClassLoader former = thread.getContextClassLoader();

    private ContextLoader(@Nullable ClassLoader loader) {
        thread.setContextClassLoader(loader);
    }

    /** From now on the class loader of this class. */
    public static ContextLoader of(Class<?> type) {
        return new ContextLoader(type.getClassLoader());
    }

    /** From now on this class loader. */
    public static ContextLoader of(@Nullable ClassLoader loader) {
        return new ContextLoader(loader);
    }

    @Override
    public void close() {
        thread.setContextClassLoader(former);
    }
}
