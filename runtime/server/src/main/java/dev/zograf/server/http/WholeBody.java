package dev.zograf.server.http;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;

/**
 * Reads a body into memory without a thread that waits, and stops where it is too long. What is left stays to be read by {@link Linger}:
 * Jetty's own reader fails the request then, which closes the connection under a client that is still sending.
 */
final class WholeBody implements Runnable {

    private final Content.Source source;
    private final long limit;
    private final HttpFailure tooLong;
    private final CompletableFuture<byte[]> body;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /**
     * A reader that has not begun.
     *
     * @param limit how many bytes there may be
     * @param tooLong how the body fails that has more
     * @param body is told when the body is there or has failed
     */
    WholeBody(Content.Source source, long limit, HttpFailure tooLong, CompletableFuture<byte[]> body) {
        this.source = source;
        this.limit = limit;
        this.tooLong = tooLong;
        this.body = body;
    }

    /** Reads what there is, and again when there is more. */
    @Override
    public void run() {
        for (Content.Chunk chunk = source.read(); chunk != null; chunk = source.read()) {
            if (Content.Chunk.isFailure(chunk)) {
                if (!chunk.isLast()) {
                    source.fail(chunk.getFailure());
                }
                body.completeExceptionally(chunk.getFailure());
                return;
            }
            boolean fits = bytes.size() + chunk.remaining() <= limit;
            boolean last = chunk.isLast();
            if (fits) {
                byte[] part = new byte[chunk.remaining()];
                chunk.getByteBuffer().get(part);
                bytes.writeBytes(part);
            }
            chunk.release();
            if (!fits) {
                body.completeExceptionally(tooLong);
                return;
            }
            if (last) {
                body.complete(bytes.toByteArray());
                return;
            }
        }
        source.demand(this);
    }
}
