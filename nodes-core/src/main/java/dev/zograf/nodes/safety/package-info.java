/**
 * What keeps pictures honest: a checker for pictures that should not be shown, and watermarks that nobody sees. Nothing here runs unless a
 * workflow has its node.
 */
@NullMarked
package dev.zograf.nodes.safety;

import org.jspecify.annotations.NullMarked;
