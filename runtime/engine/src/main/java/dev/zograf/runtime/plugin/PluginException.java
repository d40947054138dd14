package dev.zograf.runtime.plugin;

/** A plugin that cannot be used. The engine is as it was before. */
public final class PluginException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient PluginFailure failure;

    /** What is wrong with the plugin. */
    public PluginException(PluginFailure failure) {
        super(failure.toString(), failure.cause().orElse(null));
        this.failure = failure;
    }

    /** What is wrong with the plugin. */
    public PluginFailure failure() {
        return failure;
    }
}
