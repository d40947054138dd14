package dev.zograf.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Server-sent events to one client (HTML standard, section 9.2). Sending never waits: what the client has not taken yet is kept up to a
 * limit, beyond which the stream is closed, so that the client comes back with the last id that it saw. Thread-safe.
 */
public final class EventStream {

    private static final int MOST = 2000;

    private final Response response;
    private final Callback callback;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final List<Runnable> whenClosed = new ArrayList<>();
    private boolean writing;
    private boolean ending;
    private boolean closed;

    EventStream(Response response, Callback callback) {
        this.response = response;
        this.callback = callback;
    }

    /**
     * Sends an event.
     *
     * @param id what the client says when it comes back; none if empty
     * @param data one line
     * @return false if nobody listens any more
     */
    public boolean send(String id, String event, String data) {
        return push((id.isEmpty() ? "" : "id: " + id + "\n") + "event: " + event + "\ndata: " + data + "\n\n");
    }

    /** Says nothing, so that both ends know that the other is there. */
    public boolean beat() {
        synchronized (this) {
            if (writing) {
                return !closed;
            }
        }
        return push(": \n\n");
    }

    /** Ends the stream when everything has been taken. */
    public void end() {
        synchronized (this) {
            ending = true;
            if (writing) {
                return;
            }
            writing = true;
        }
        next();
    }

    /** Calls when the stream has ended, at once if it has. */
    public void whenClosed(Runnable action) {
        synchronized (this) {
            if (!closed) {
                whenClosed.add(action);
                return;
            }
        }
        action.run();
    }

    private boolean push(String text) {
        synchronized (this) {
            if (closed || ending) {
                return false;
            }
            waiting.add(text.getBytes(StandardCharsets.UTF_8));
            if (waiting.size() > MOST) {
                ending = true;
                waiting.clear();
            }
            if (writing) {
                return !ending;
            }
            writing = true;
        }
        next();
        return true;
    }

    /** Writes what waits; called by whoever set {@code writing}. */
    private void next() {
        while (true) {
            byte[] bytes;
            boolean last;
            synchronized (this) {
                byte[] first = waiting.poll();
                last = first == null && ending;
                if (first == null && !last) {
                    writing = false;
                    return;
                }
                bytes = first == null ? new byte[0] : first;
            }
            Turn turn = new Turn();
            response.write(last, ByteBuffer.wrap(bytes), last ? atLast() : after(turn));
            if (last || turn.leave()) {
                return;
            }
        }
    }

    private Callback after(Turn turn) {
        return Callback.from(() -> turn.over(this::next), failure -> {
            close();
            callback.failed(failure);
        });
    }

    private Callback atLast() {
        return Callback.from(
                () -> {
                    close();
                    callback.succeeded();
                },
                failure -> {
                    close();
                    callback.failed(failure);
                });
    }

    private void close() {
        List<Runnable> actions;
        synchronized (this) {
            closed = true;
            waiting.clear();
            actions = List.copyOf(whenClosed);
            whenClosed.clear();
        }
        actions.forEach(Runnable::run);
    }
}
