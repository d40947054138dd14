package dev.zograf.server.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Promise;

/** Reads the bodies of requests, without a thread that waits, within the limits of their routes and one for all together. */
final class Bodies {

    private static final int MOST_PARTS = 64;
    private static final long FIELD_LIMIT = 1L << 20;
    private static final long SLOWEST_BYTES_PER_MILLI = 10;

    private final Path temporary;
    private final long budget;
    private final Duration idle;
    private final AtomicLong held = new AtomicLong();

    /**
     * A reader.
     *
     * @param budget of bytes of bodies in memory
     * @param idle twice as long a body may take, and besides as long as 10 kB a second need for its length
     */
    Bodies(Path temporary, long budget, Duration idle) {
        this.temporary = temporary;
        this.budget = budget;
        this.idle = idle;
    }

    /** What Jetty promises, as a future; its stages may touch files. A client that sends byte by byte does not hold it for ever. */
    private static final class Promised<T> implements Promise.Invocable<T> {
        private final CompletableFuture<T> future = new CompletableFuture<>();

        Promised(Duration patience) {
            future.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void succeeded(T result) {
            future.complete(result);
        }

        @Override
        public void failed(Throwable x) {
            future.completeExceptionally(x);
        }
    }

    /** A body that was read, to be closed when the request is answered. */
    record Read(Call call, Runnable release) {}

    /** Refuses what need not be read to be refused. */
    void check(Request request, BodyRule rule) {
        if (rule.limit() == 0) {
            return;
        }
        String type = mediaType(request);
        if (!rule.types().isEmpty() && !rule.types().contains(type)) {
            throw HttpFailure.of(
                    415,
                    "wrong-type",
                    "The body is " + (type.isEmpty() ? "of no type" : "\"" + type + "\"") + "; send it as "
                            + rule.types().get(0) + ".");
        }
        if (rule.form() && MultiPart.extractBoundary(request.getHeaders().get(HttpHeader.CONTENT_TYPE)) == null) {
            throw HttpFailure.bad("The form's type has to name the boundary between its parts.");
        }
        if (request.getLength() > rule.limit()) {
            throw tooLarge(rule);
        }
    }

    private static String mediaType(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    CompletableFuture<Read> read(Request request, Call call, BodyRule rule) {
        if (rule.limit() == 0 || request.getLength() == 0) {
            return CompletableFuture.completedFuture(new Read(call, () -> {}));
        }
        return rule.form() ? form(request, call, rule) : bytes(request, call, rule);
    }

    private Duration patience(long length) {
        return idle.multipliedBy(2).plusMillis(length / SLOWEST_BYTES_PER_MILLI);
    }

    private CompletableFuture<Read> bytes(Request request, Call call, BodyRule rule) {
        long most = request.getLength() < 0 ? rule.limit() : request.getLength();
        if (held.addAndGet(most) > budget) {
            held.addAndGet(-most);
            return CompletableFuture.failedFuture(
                    HttpFailure.of(503, "busy", "The server is reading too many bodies at once; try again.")
                            .header("Retry-After", "2"));
        }
        Runnable release = () -> held.addAndGet(-most);
        CompletableFuture<byte[]> body =
                new CompletableFuture<byte[]>().orTimeout(patience(most).toMillis(), TimeUnit.MILLISECONDS);
        new WholeBody(request, rule.limit(), tooLarge(rule), body).run();
        return body.handle((bytes, failure) -> {
            if (failure != null) {
                release.run();
                stop(request, failure);
                throw refusal(failure, rule);
            }
            return new Read(call.withBody(bytes), release);
        });
    }

    private CompletableFuture<Read> form(Request request, Call call, BodyRule rule) {
        MultiPartConfig config = new MultiPartConfig.Builder()
                .location(temporary)
                .maxParts(MOST_PARTS)
                .maxSize(rule.limit())
                .maxPartSize(rule.limit())
                .maxMemoryPartSize(FIELD_LIMIT)
                .useFilesForPartsWithoutFileName(false)
                .build();
        String type = String.valueOf(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
        Promised<MultiPartFormData.Parts> body =
                new Promised<>(patience(request.getLength() < 0 ? rule.limit() : request.getLength()));
        Content.Source source = new BoundedSource(request, rule.limit(), tooLarge(rule));
        MultiPartFormData.onParts(source, request, type, config, body);
        return body.future.handle((parts, failure) -> {
            if (failure != null) {
                stop(request, failure);
                throw refusal(failure, rule);
            }
            List<Path> files = new ArrayList<>();
            Runnable release = () -> {
                parts.close();
                files.forEach(Bodies::delete);
            };
            try {
                List<Part> form = new ArrayList<>();
                for (MultiPart.Part part : parts) {
                    form.add(part(part, files));
                }
                return new Read(call.withParts(form), release);
            } catch (IOException e) {
                release.run();
                throw new UncheckedIOException(e);
            } catch (RuntimeException e) {
                release.run();
                throw e;
            }
        });
    }

    private Part part(MultiPart.Part part, List<Path> files) throws IOException {
        String name = part.getName() == null ? "" : part.getName();
        if (part.getFileName() == null) {
            if (part.getLength() > FIELD_LIMIT) {
                throw HttpFailure.of(413, "too-large", "The field \"" + name + "\" is longer than 1 MiB.");
            }
            return new Part(name, Optional.empty(), part.getContentAsString(StandardCharsets.UTF_8), Optional.empty());
        }
        Path file = Files.createTempFile(temporary, "part", ".tmp");
        files.add(file);
        Files.delete(file);
        part.writeTo(file);
        return new Part(name, Optional.of(part.getFileName()), "", Optional.of(file));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    /** Whoever still reads a body that comes too slowly shall not: what is left would never be read to its end, and the connection not closed. */
    private static void stop(Request request, Throwable failure) {
        if (failure instanceof TimeoutException) {
            request.fail(failure);
        }
    }

    private static RuntimeException refusal(Throwable failure, BodyRule rule) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof HttpFailure)) {
            cause = cause.getCause();
        }
        if (cause instanceof HttpFailure refused) {
            return refused;
        }
        if (cause instanceof TimeoutException) {
            return HttpFailure.of(408, "too-slow", "The body came too slowly, or not at all.")
                    .header("Connection", "close");
        }
        if (cause instanceof EOFException) {
            return HttpFailure.bad("The connection was closed before the body had ended.");
        }
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof IllegalStateException || message.contains("max") || message.contains("too large")) {
            return tooLarge(rule);
        }
        return HttpFailure.bad("The body could not be read: " + cause.getMessage() + ".");
    }

    private static HttpFailure tooLarge(BodyRule rule) {
        return HttpFailure.of(
                        413, "too-large", "The body is larger than the " + rule.limit() + " bytes that are read here.")
                .header("Connection", "close");
    }
}
