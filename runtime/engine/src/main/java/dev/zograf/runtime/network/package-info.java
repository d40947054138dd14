/**
 * Networks that nodes run, whatever computes them. In come network definitions and weights, out come networks that run; what is loaded is
 * made by a {@link dev.zograf.runtime.network.NetworkBackend} when first needed and owned by a {@link dev.zograf.runtime.model.ModelPool}.
 */
@NullMarked
package dev.zograf.runtime.network;

import org.jspecify.annotations.NullMarked;
