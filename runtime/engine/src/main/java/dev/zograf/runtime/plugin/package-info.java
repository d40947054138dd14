/**
 * Finds plugins and loads them: in come a class loader, plugin folders and a policy of trust, out go {@link
 * dev.zograf.runtime.plugin.Plugin}s, each from a folder in a class loader of its own, and a {@link
 * dev.zograf.runtime.plugin.PluginFailure} for each that could not be used. The only package that knows the library of versions.
 */
@NullMarked
package dev.zograf.runtime.plugin;

import org.jspecify.annotations.NullMarked;
