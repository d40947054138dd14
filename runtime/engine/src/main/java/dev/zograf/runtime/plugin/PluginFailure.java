package dev.zograf.runtime.plugin;

import java.util.Optional;

/**
 * A plugin, or a part of one, that was left out.
 *
 * @param plugin its class name, or how it is known
 * @param message what is wrong, for its author and for who installed it
 */
public record PluginFailure(String plugin, String message, Optional<Throwable> cause) {

    @Override
    public String toString() {
        return plugin + ": " + message;
    }
}
