/** A web application that paints: {@code GET /paint?prompt=a+red+apple} answers with a PNG. */
@NullMarked
package dev.zograf.examples.springboot;

import org.jspecify.annotations.NullMarked;
