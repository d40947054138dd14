package dev.zograf.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.Test;

class PeerTest {

    private final List<String> sent = new ArrayList<>();
    private final List<Callback> untaken = new ArrayList<>();

    /** A client that takes a message only when told to. */
    private Session session() {
        return (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "sendText" -> {
                            sent.add((String) arguments[0]);
                            untaken.add((Callback) arguments[1]);
                        }
                        case "sendBinary" -> {
                            sent.add("binary " + ((ByteBuffer) arguments[0]).get());
                            untaken.add((Callback) arguments[1]);
                        }
                        case "close", "disconnect" -> sent.add(method.getName());
                        default -> throw new AssertionError(method.getName());
                    }
                    return null;
                });
    }

    private void take() {
        untaken.remove(0).succeed();
    }

    @Test
    void aLaterPreviewOvertakesOneThatWasNotTakenAndNothingElseIsLost() {
        Peer peer = new Peer(session());
        peer.text("a");
        peer.preview(new byte[] {1});
        peer.text("b");
        peer.preview(new byte[] {2});
        peer.binary(new byte[] {9});
        assertThat(sent).containsExactly("a");
        while (!untaken.isEmpty()) {
            take();
        }
        assertThat(sent).containsExactly("a", "b", "binary 9", "binary 2");
    }

    @Test
    void whoTakesNothingIsCutOff() {
        Peer peer = new Peer(session());
        AtomicBoolean closed = new AtomicBoolean();
        peer.whenClosed(() -> closed.set(true));
        for (int i = 0; i < 100_000 && !closed.get(); i++) {
            peer.text("message " + i);
        }
        assertThat(closed).isTrue();
        assertThat(sent).containsExactly("message 0", "close", "disconnect");
        peer.text("late");
        assertThat(sent).hasSize(3);
    }

    @Test
    void manyMessagesToAQuickClientNeedNoDeepStack() {
        Session quick = (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    sent.add((String) arguments[0]);
                    if (sent.size() == 1) {
                        untaken.add((Callback) arguments[1]);
                    } else {
                        ((Callback) arguments[1]).succeed();
                    }
                    return null;
                });
        Peer peer = new Peer(quick);
        for (int i = 0; i < 3000; i++) {
            peer.text("m");
        }
        take();
        assertThat(sent).hasSize(3000);
    }
}
