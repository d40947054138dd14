/**
 * From a checked graph and the values of its inputs to a {@link dev.zograf.runtime.plan.Plan}: the nodes that outputs or
 * effects need, in an order in which they can run, each with the key under which its result is kept.
 */
@NullMarked
package dev.zograf.runtime.plan;

import org.jspecify.annotations.NullMarked;
