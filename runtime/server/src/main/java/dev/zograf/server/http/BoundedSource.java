package dev.zograf.server.http;

import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for a reader that gives up by failing its source, as Jetty's of forms does: a body that is too long fails here, and no
 * failure goes on to the request, so that {@link Linger} can read what is left.
 */
final class BoundedSource implements Content.Source {

    private final Content.Source body;
    private final long limit;
    private final HttpFailure tooLong;
    private long bytes;
    private Content.@Nullable Chunk failed;

    /**
     * A source that has not been read from.
     *
     * @param limit how many bytes there may be
     * @param tooLong how it fails when there are more
     */
    BoundedSource(Content.Source body, long limit, HttpFailure tooLong) {
        this.body = body;
        this.limit = limit;
        this.tooLong = tooLong;
    }

    @Override
    public long getLength() {
        return body.getLength();
    }

    @Override
    public Content.@Nullable Chunk read() {
        if (failed != null) {
            return failed;
        }
        Content.Chunk chunk = body.read();
        if (chunk == null || Content.Chunk.isFailure(chunk)) {
            return chunk;
        }
        bytes += chunk.remaining();
        if (bytes <= limit) {
            return chunk;
        }
        chunk.release();
        fail(tooLong);
        return failed;
    }

    @Override
    public void demand(Runnable demandCallback) {
        if (failed != null) {
            demandCallback.run();
        } else {
            body.demand(demandCallback);
        }
    }

    @Override
    public void fail(Throwable failure) {
        if (failed == null) {
            failed = Content.Chunk.from(failure, true);
        }
    }
}
