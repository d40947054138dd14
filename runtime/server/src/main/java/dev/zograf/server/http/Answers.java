package dev.zograf.server.http;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes answers, without a thread that waits for the client. */
final class Answers {

    private static final int PIECE = 1 << 16;

    private final ByteBufferPool pool;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

    Answers(ByteBufferPool pool) {
        this.pool = pool;
    }

    void send(Response response, Reply reply, Map<String, String> more, Callback callback) {
        response.setStatus(reply.status());
        more.forEach((name, value) -> response.getHeaders().put(name, value));
        reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        Reply.Body body = reply.body();
        if (body instanceof Reply.Bytes whole) {
            if (reply.status() != 204 && reply.status() != 304) {
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, whole.bytes().length);
            }
            response.write(true, ByteBuffer.wrap(whole.bytes()), callback);
        } else if (body instanceof Reply.Content content) {
            Content.Source source = Content.Source.from(new ByteBufferPool.Sized(pool, false, PIECE), content.file());
            if (source.getLength() >= 0) {
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, source.getLength());
            }
            Content.copy(source, response, callback);
        } else if (body instanceof Reply.Stream stream) {
            EventStream events = new EventStream(response, callback);
            streams.add(events);
            events.whenClosed(() -> streams.remove(events));
            events.beat();
            stream.opened().accept(events);
        }
    }

    /** Lets every stream say that it is there. */
    void beat() {
        streams.forEach(EventStream::beat);
    }

    /** Ends all streams. */
    void end() {
        streams.forEach(EventStream::end);
    }
}
