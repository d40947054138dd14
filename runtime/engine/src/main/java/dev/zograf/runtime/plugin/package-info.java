/**
 * Finds plugins: in comes a class loader, out go the {@link dev.zograf.api.NodePlugin}s that could be loaded and a
 * {@link dev.zograf.runtime.plugin.PluginFailure} for each that could not.
 */
@NullMarked
package dev.zograf.runtime.plugin;

import org.jspecify.annotations.NullMarked;
