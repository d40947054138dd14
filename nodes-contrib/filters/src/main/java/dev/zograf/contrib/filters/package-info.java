/**
 * The plugin: lists the nodes of the packages below.
 */
@NullMarked
package dev.zograf.contrib.filters;

import org.jspecify.annotations.NullMarked;
