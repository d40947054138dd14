package dev.zograf.server;

import dev.zograf.Zograf;
import dev.zograf.ZografBuilder;
import dev.zograf.metrics.PrometheusPage;
import dev.zograf.server.comfy.ComfyApi;
import dev.zograf.server.comfy.ComfyErrors;
import dev.zograf.server.http.Call;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.http.HttpServer;
import dev.zograf.server.http.HttpSettings;
import dev.zograf.server.http.Reply;
import dev.zograf.server.http.Routes;
import dev.zograf.server.page.Page;
import dev.zograf.server.queue.EventHub;
import dev.zograf.server.queue.JobDesk;
import dev.zograf.server.queue.JobQueue;
import dev.zograf.server.queue.RunSettings;
import dev.zograf.server.queue.SharedMemory;
import dev.zograf.server.queue.Workers;
import dev.zograf.server.security.ApiKey;
import dev.zograf.server.security.FrontGate;
import dev.zograf.server.security.Keys;
import dev.zograf.server.security.Origins;
import dev.zograf.server.security.Pictures;
import dev.zograf.server.site.Site;
import dev.zograf.server.store.DataFolders;
import dev.zograf.server.store.Vault;
import dev.zograf.server.v1.V1Api;
import dev.zograf.server.v1.V1Errors;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** A server that runs. {@link #close()} stops it; jobs that did not end run at the next start. */
public final class ZografServer implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final HttpServer http;
    private final Routes routes;
    private final String address;

    private ZografServer(ZografBuilder builder, ServerOptions options) throws IOException {
        try {
            address = options.address;
            PrometheusPage metrics = opened(new PrometheusPage());
            Zograf engine = opened(builder.trustInputs(false)
                    .cacheBytes(options.cache)
                    .metrics(metrics.engine())
                    .build());
            Vault vault = opened(new Vault(new DataFolders(options.data), options.retention));
            Keys keys = new Keys(options.keys);
            RunSettings settings = new RunSettings(
                    options.workers,
                    owner -> keys.named(owner).flatMap(ApiKey::policy).orElse(options.policy),
                    new Pictures(options.pixels));
            EventHub events = new EventHub();
            Workers.recover(engine, vault);
            JobQueue queue = new JobQueue(vault, events, options.queue);
            SharedMemory memory = new SharedMemory(engine, queue);
            Workers workers = opened(new Workers(engine, vault, queue, events, memory, settings));
            JobDesk desk = new JobDesk(engine, vault, queue, events, memory, keys, settings);
            routes = routes(desk, metrics, options);
            FrontGate gate = new FrontGate(keys, new Origins(options.hosts, options.origins));
            http = opened(new HttpServer(
                    HttpSettings.of(
                            options.address, options.port, vault.folders().temporary()),
                    gate,
                    routes,
                    open(options),
                    ZografServer::error,
                    (method, template, status, took) -> metrics.time(
                            "zograf.http",
                            "Requests, until the answer is there.",
                            took,
                            "method",
                            method,
                            "route",
                            template.isEmpty() ? "none" : template,
                            "status",
                            String.valueOf(status))));
            metrics.gauge(
                    "zograf.jobs.waiting",
                    "Jobs that wait.",
                    () -> queue.waiting().size());
            metrics.gauge(
                    "zograf.jobs.running",
                    "Jobs that run.",
                    () -> queue.running().size());
            metrics.gauge("zograf.websockets", "WebSockets that are open.", http::sockets);
            vault.sweep(System.currentTimeMillis());
            workers.start();
            http.start();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts a server; it answers when this returns.
     *
     * @param builder of the engine, which the server closes; whatever it says, inputs of workflows are not trusted, and as many results
     *     are kept as the options say
     * @throws IllegalArgumentException if it would be open to other machines without keys
     * @throws IOException if it cannot listen
     */
    public static ZografServer start(ZografBuilder builder, ServerOptions options) throws IOException {
        options.check();
        return new ZografServer(builder, options);
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    private static Routes routes(JobDesk desk, PrometheusPage metrics, ServerOptions options) {
        Routes routes = new Routes();
        V1Api.addTo(routes, desk, metrics, options.version, options.workflows, options.upload);
        ComfyApi.addTo(routes, desk, options.upload);
        options.frontEnd.ifPresentOrElse(folder -> new Site(folder).addTo(routes), () -> new Page().addTo(routes));
        return routes;
    }

    /** What is answered without a key. A front end of the host's own is for those who have one. */
    private static Set<String> open(ServerOptions options) {
        Set<String> open = new HashSet<>(V1Api.OPEN);
        if (options.frontEnd.isEmpty()) {
            open.addAll(Page.OPEN);
        }
        return open;
    }

    private static Reply error(Call call, HttpFailure failure) {
        boolean own = !call.path().isEmpty() && call.path().get(0).equals("v1");
        return (own ? new V1Errors() : new ComfyErrors()).write(call, failure);
    }

    /** What it answers. */
    Routes routes() {
        return routes;
    }

    /** The port that it listens at. */
    public int port() {
        return http.port();
    }

    /** The address that clients on this machine use. */
    public String url() {
        String host = address.contains(":") ? "[" + address + "]" : address;
        return "http://" + (host.equals("0.0.0.0") || host.equals("[::]") ? "localhost" : host) + ":" + port();
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                failure = failure == null ? new IllegalStateException("The server does not stop properly.") : failure;
                failure.addSuppressed(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
