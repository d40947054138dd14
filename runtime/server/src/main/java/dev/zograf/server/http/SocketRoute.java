package dev.zograf.server.http;

import java.util.function.Consumer;

/** Takes WebSocket connections. */
@FunctionalInterface
public interface SocketRoute {

    /**
     * A connection is open.
     *
     * @return what is called with each text message, one at a time
     */
    Consumer<String> opened(Call call, Peer peer);
}
