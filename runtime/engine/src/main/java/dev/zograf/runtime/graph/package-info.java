/**
 * From a workflow file and the node types that there are to a {@link dev.zograf.runtime.graph.WorkflowGraph} that can be
 * planned, or to all the problems that stand against it. The only package that knows the graph library.
 */
@NullMarked
package dev.zograf.runtime.graph;

import org.jspecify.annotations.NullMarked;
