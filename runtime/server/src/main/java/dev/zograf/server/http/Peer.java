package dev.zograf.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a WebSocket. Sending never waits: a preview that has not gone out is replaced by the next one, and a client that leaves
 * too much of the rest lying is cut off. Thread-safe.
 */
public final class Peer {

    private static final int MOST_MESSAGES = 4000;
    private static final long MOST_BYTES = 16L << 20;
    private static final int POLICY = 1008;

    @SuppressWarnings("ArrayRecordComponent")
    private record Message(Optional<String> text, byte[] bytes) {
        long size() {
            return text.map(t -> (long) t.length()).orElse((long) bytes.length);
        }
    }

    private final Session session;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private final List<Runnable> whenClosed = new ArrayList<>();
    private @Nullable Message preview;
    private long bytes;
    private boolean writing;
    private boolean closed;

    Peer(Session session) {
        this.session = session;
    }

    /** Sends a text message. */
    public void text(String text) {
        push(new Message(Optional.of(text), new byte[0]), false);
    }

    /** Sends a binary message. */
    public void binary(byte[] message) {
        push(new Message(Optional.empty(), message), false);
    }

    /** Sends a binary message that a later one may overtake. */
    public void preview(byte[] message) {
        push(new Message(Optional.empty(), message), true);
    }

    /** Asks for a sign of life. */
    void ping() {
        session.sendPing(ByteBuffer.wrap("zograf".getBytes(StandardCharsets.US_ASCII)), Callback.NOOP);
    }

    /** Closes the connection. */
    public void close(int code, String reason) {
        session.close(code, reason, Callback.NOOP);
    }

    /** Calls when the connection has ended, at once if it has. */
    public void whenClosed(Runnable action) {
        synchronized (this) {
            if (!closed) {
                whenClosed.add(action);
                return;
            }
        }
        action.run();
    }

    private void push(Message message, boolean droppable) {
        boolean tooSlow = false;
        synchronized (this) {
            if (closed) {
                return;
            }
            if (droppable) {
                preview = message;
            } else {
                waiting.add(message);
                bytes += message.size();
                tooSlow = waiting.size() > MOST_MESSAGES || bytes > MOST_BYTES;
            }
            if (!tooSlow) {
                if (writing) {
                    return;
                }
                writing = true;
            }
        }
        if (tooSlow) {
            close(POLICY, "Too slow: messages were not taken.");
            ended();
            session.disconnect();
        } else {
            next();
        }
    }

    /** Sends what waits; called by whoever set {@code writing}. */
    private void next() {
        Optional<Message> message = poll();
        while (message.isPresent()) {
            Turn turn = new Turn();
            Callback after = Callback.from(() -> turn.over(this::next), failure -> ended());
            byte[] binary = message.get().bytes();
            message.get()
                    .text()
                    .ifPresentOrElse(
                            text -> session.sendText(text, after),
                            () -> session.sendBinary(ByteBuffer.wrap(binary), after));
            if (turn.leave()) {
                return;
            }
            message = poll();
        }
    }

    private synchronized Optional<Message> poll() {
        Message message = waiting.poll();
        if (message != null) {
            bytes -= message.size();
        } else {
            message = preview;
            preview = null;
        }
        writing = message != null;
        return Optional.ofNullable(message);
    }

    void ended() {
        List<Runnable> actions;
        synchronized (this) {
            closed = true;
            waiting.clear();
            preview = null;
            actions = List.copyOf(whenClosed);
            whenClosed.clear();
        }
        actions.forEach(Runnable::run);
    }
}
