/**
 * What there is to build workflows from: node classes become {@link dev.zograf.runtime.node.NodeSchema}s by reflection on
 * their records, found by id in the {@link dev.zograf.runtime.node.NodeRegistry}; values become records again by the
 * {@link dev.zograf.runtime.node.RecordBinder}.
 */
@NullMarked
package dev.zograf.runtime.node;

import org.jspecify.annotations.NullMarked;
