/** The smallest program that embeds Zograf: a prompt in, a picture out. */
@NullMarked
package dev.zograf.examples.plain;

import org.jspecify.annotations.NullMarked;
