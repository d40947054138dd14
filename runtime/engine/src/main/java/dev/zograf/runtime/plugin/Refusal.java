package dev.zograf.runtime.plugin;

/** Why a file of a plugin is not taken; whoever knows the plugin makes a {@link PluginFailure} of it. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final PluginFailure.Kind kind;

    Refusal(PluginFailure.Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Refusal(PluginFailure.Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    PluginFailure failure(String plugin) {
        PluginFailure failure = PluginFailure.of(kind, plugin, String.valueOf(getMessage()));
        return getCause() == null ? failure : failure.because(getCause());
    }
}
