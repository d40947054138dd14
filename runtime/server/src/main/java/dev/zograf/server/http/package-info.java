/**
 * HTTP and WebSocket, the only package that knows Jetty: in come routes, out come calls to them with whole, bounded bodies. Nothing
 * here blocks a thread on a client; a slow one is cut off by the idle timeout and by bounded queues.
 */
@NullMarked
package dev.zograf.server.http;

import org.jspecify.annotations.NullMarked;
