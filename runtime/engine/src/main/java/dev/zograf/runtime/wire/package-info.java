/**
 * Puts an engine together: in come its {@link dev.zograf.runtime.wire.Settings}, out goes a
 * {@link dev.zograf.runtime.wire.Engine} whose parts are made and closed together. The only package that knows the injection
 * library.
 */
@NullMarked
package dev.zograf.runtime.wire;

import org.jspecify.annotations.NullMarked;
