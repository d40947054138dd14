/** Hashes of contents: in come bytes, files or texts, out come names that only equal contents share. */
@NullMarked
package dev.zograf.runtime.digest;

import org.jspecify.annotations.NullMarked;
