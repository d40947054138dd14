/**
 * Nodes that steer a workflow: choose what is computed, call a part of it again and again or once for each entry of a list, take
 * lists apart and put them together, and the little arithmetic that this needs. In and out go values of any type.
 */
@NullMarked
package dev.zograf.nodes.flow;

import org.jspecify.annotations.NullMarked;
