package dev.zograf.server.http;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This end of a WebSocket. Public because Jetty calls it. */
public final class SocketEnd implements Session.Listener.AutoDemanding {

    private static final Logger LOG = LoggerFactory.getLogger(SocketEnd.class);
    private static final int FAILED = 1011;

    private final Call call;
    private final SocketRoute route;
    private final Set<Peer> peers;
    private volatile Consumer<String> listener = text -> {};
    private volatile Runnable closed = () -> {};

    SocketEnd(Call call, SocketRoute route, Set<Peer> peers) {
        this.call = call;
        this.route = route;
        this.peers = peers;
    }

    @Override
    public void onWebSocketOpen(Session session) {
        Peer peer = new Peer(session);
        peers.add(peer);
        closed = () -> {
            peers.remove(peer);
            peer.ended();
        };
        try {
            listener = route.opened(call, peer);
        } catch (RuntimeException e) {
            LOG.warn("A WebSocket could not be opened", e);
            peer.close(FAILED, "The server failed.");
        }
    }

    @Override
    public void onWebSocketText(String message) {
        try {
            listener.accept(message);
        } catch (RuntimeException e) {
            LOG.warn("A message of a WebSocket was not understood", e);
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        // Nothing is sent that way by any client that we know.
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        closed.run();
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason, Callback callback) {
        closed.run();
        callback.succeed();
    }
}
