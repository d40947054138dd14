/**
 * Jobs on their way: the order in which they wait, the threads that run them, and what is told of it. In come submissions, out go results
 * into the store and events to whoever listens. Knows nothing of connections.
 */
@NullMarked
package dev.zograf.server.queue;

import org.jspecify.annotations.NullMarked;
