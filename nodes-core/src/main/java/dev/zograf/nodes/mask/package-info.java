/**
 * Nodes that cut, join and reshape masks as node-based interfaces do it. In come masks, out go masks of the same or of a stated size. Other
 * work on masks is for the plugin of filters.
 */
@NullMarked
package dev.zograf.nodes.mask;

import org.jspecify.annotations.NullMarked;
