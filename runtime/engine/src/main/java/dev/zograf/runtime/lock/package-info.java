/**
 * What a workflow needs to paint the same picture again: in comes a checked graph with the registry and the model folders, out goes a
 * {@link dev.zograf.runtime.lock.LockFile}; two of them are compared in words.
 */
@NullMarked
package dev.zograf.runtime.lock;

import org.jspecify.annotations.NullMarked;
