package dev.zograf.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/** Listens and answers. Started by {@link #start()}; thread-safe. */
public final class HttpServer implements AutoCloseable {

    private static final int MOST_WAITING = 512;
    private static final int HEADER_BYTES = 16 << 10;
    private static final long SOCKET_TEXT = 1L << 20;
    private static final long BEAT_SECONDS = 10;

    private final Server server;
    private final ServerConnector connector;
    private final ThreadPoolExecutor workers;
    private final ScheduledExecutorService beats;
    private final Answers answers;
    private final Set<Peer> peers = ConcurrentHashMap.newKeySet();

    /**
     * A server that does not listen yet.
     *
     * @param open templates of routes that need no key
     */
    public HttpServer(
            HttpSettings settings, Gate gate, Routes routes, Set<String> open, ErrorStyle errors, Traffic traffic) {
        QueuedThreadPool pool = new QueuedThreadPool(32, 4);
        pool.setName("zograf-http");
        pool.setDaemon(true);
        server = new Server(pool);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        // ComfyUI's clients name files in folders by an encoded slash. Routes take paths apart before they are decoded.
        http.setUriCompliance(UriCompliance.DEFAULT.with(
                "zograf",
                UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.address());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idle().toMillis());
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        server.setErrorHandler(HttpServer::malformed);
        ServerWebSocketContainer sockets = ServerWebSocketContainer.ensure(server);
        sockets.setIdleTimeout(Duration.ofSeconds(BEAT_SECONDS * 6));
        sockets.setMaxTextMessageSize(SOCKET_TEXT);
        sockets.setMaxBinaryMessageSize(SOCKET_TEXT);
        AtomicInteger count = new AtomicInteger();
        workers = new ThreadPoolExecutor(
                settings.threads(),
                settings.threads(),
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(MOST_WAITING),
                task -> daemon(task, "zograf-answer-" + count.incrementAndGet()));
        workers.allowCoreThreadTimeOut(true);
        beats = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "zograf-beat"));
        answers = new Answers(server.getByteBufferPool());
        server.setHandler(new Dispatcher(
                new Dispatcher.Rules(gate, routes, open, errors, traffic),
                new Bodies(settings.temporary(), settings.bodies(), settings.idle()),
                workers,
                answers,
                peers));
    }

    /** What Jetty refuses before it is a request at all. */
    private static boolean malformed(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        String text = "The request cannot be read: " + HttpStatus.getMessage(response.getStatus()) + ".\n";
        response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Begins to listen.
     *
     * @throws IOException if that cannot be, for instance because another program has the port
     */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The server does not start: " + e.getMessage(), e);
        }
        ScheduledFuture<?> unused = beats.scheduleAtFixedRate(this::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
    }

    private void beat() {
        answers.beat();
        peers.forEach(Peer::ping);
    }

    /** The port that it listens at. */
    public int port() {
        return connector.getLocalPort();
    }

    /** How many WebSockets are open. */
    public int sockets() {
        return peers.size();
    }

    @Override
    public void close() {
        beats.shutdownNow();
        answers.end();
        peers.forEach(peer -> peer.close(1001, "The server stops."));
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The server does not stop properly.", e);
        } finally {
            workers.shutdownNow();
        }
    }
}
