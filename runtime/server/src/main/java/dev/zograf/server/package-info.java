/**
 * Workflows over HTTP. {@code ZografServer} puts the parts together: {@code http} carries, {@code security} admits, {@code queue} orders and
 * runs, {@code store} keeps, {@code v1} and {@code comfy} speak with clients.
 */
@NullMarked
package dev.zograf.server;

import org.jspecify.annotations.NullMarked;
