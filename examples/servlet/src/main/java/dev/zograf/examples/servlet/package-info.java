/** A servlet that paints and streams the progress as server-sent events, and stops painting when the browser goes away. */
@NullMarked
package dev.zograf.examples.servlet;

import org.jspecify.annotations.NullMarked;
