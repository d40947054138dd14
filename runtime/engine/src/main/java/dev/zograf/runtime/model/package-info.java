/**
 * Model files: found below the model roots or among those that ship, checked before anything trusts them, never executed. In
 * come names and paths, out go {@link dev.zograf.api.model.Checkpoint}s with {@link dev.zograf.tensor.Weights} that point into
 * the files. {@link dev.zograf.runtime.model.ModelPool} owns what was made from them.
 */
@NullMarked
package dev.zograf.runtime.model;

import org.jspecify.annotations.NullMarked;
