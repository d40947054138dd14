/**
 * What the author of a node sees: a node is one method from a record of inputs to a record of outputs, everything else is
 * derived from the records and their annotations. In comes nothing but the JDK; what nodes need of the runtime is injected
 * as interfaces of {@code dev.zograf.api.model}.
 */
@NullMarked
package dev.zograf.api;

import org.jspecify.annotations.NullMarked;
