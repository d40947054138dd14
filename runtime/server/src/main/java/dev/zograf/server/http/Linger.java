package dev.zograf.server.http;

import java.time.Duration;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * What follows an answer: it throws away what of the request's body was not read, until its end or a bound, and only then ends the
 * exchange.
 *
 * <p>A client that is still sending when its connection is closed is reset by TCP, and then loses the answer that had been sent to
 * it (RFC 9112, 9.6): somebody whose picture is too large would be told of a broken connection instead of the limit.
 */
final class Linger implements Callback {

    private static final long MOST_BYTES = 64L << 20;
    private static final long LONGEST = Duration.ofSeconds(5).toNanos();

    private final Request request;
    private final Callback then;
    private long bytes;
    private long answered;

    /**
     * A callback for the last write of an answer.
     *
     * @param then what ends the exchange
     */
    Linger(Request request, Callback then) {
        this.request = request;
        this.then = then;
    }

    @Override
    public void succeeded() {
        answered = System.nanoTime();
        drain();
    }

    @Override
    public void failed(Throwable failure) {
        then.failed(failure);
    }

    /** Goes on when the client has sent more, and also when it has been idle for too long: that reads as a failure. */
    private void drain() {
        while (bytes <= MOST_BYTES && System.nanoTime() - answered <= LONGEST) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this::drain);
                return;
            }
            bytes += chunk.remaining();
            boolean end = chunk.isLast() || Content.Chunk.isFailure(chunk);
            chunk.release();
            if (end) {
                break;
            }
        }
        then.succeeded();
    }
}
