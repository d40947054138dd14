/**
 * The commands {@code zograf paint, run, check, nodes, plugins, info, bench}. In come arguments, out go files, text or one JSON document, and an exit code.
 * Everything is done through the engine's public face; node types are known here by their names in workflows only.
 */
@NullMarked
package dev.zograf.cli;

import org.jspecify.annotations.NullMarked;
