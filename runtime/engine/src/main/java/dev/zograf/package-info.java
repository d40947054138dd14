/**
 * The door for programs that embed Zograf: build a {@link dev.zograf.Zograf}, read a {@link dev.zograf.Workflow}, set its inputs,
 * run it, take its {@link dev.zograf.Outputs}. Nothing of the runtime need be known.
 */
@NullMarked
package dev.zograf;

import org.jspecify.annotations.NullMarked;
