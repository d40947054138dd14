/** Models mixed of two. In come models of one architecture, out goes one whose weights lie between theirs; the files stay as they are. */
@NullMarked
package dev.zograf.nodes.merge;

import org.jspecify.annotations.NullMarked;
