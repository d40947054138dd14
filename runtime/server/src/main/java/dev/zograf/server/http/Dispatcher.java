package dev.zograf.server.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of a request: head, gate, route, body, answer. */
final class Dispatcher extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** What the dispatcher consults. */
    record Rules(Gate gate, Routes routes, Set<String> open, ErrorStyle errors, Traffic traffic) {}

    private final Rules rules;
    private final Bodies bodies;
    private final Executor workers;
    private final Answers answers;
    private final Set<Peer> peers;

    Dispatcher(Rules rules, Bodies bodies, Executor workers, Answers answers, Set<Peer> peers) {
        this.rules = rules;
        this.bodies = bodies;
        this.workers = workers;
        this.answers = answers;
        this.peers = peers;
    }

    /** A request on its way. */
    private record Exchange(Request request, Response response, Callback callback, long began) {}

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response, callback, System.nanoTime());
        Call call = Call.head(request.getMethod(), List.of(), Map.of(), Map.of());
        String template = "";
        try {
            call = RequestHead.of(request);
            Optional<Routes.Match> match = rules.routes().find(call.method(), call.path());
            template = match.map(found -> found.entry().template()).orElse("");
            Caller caller = rules.gate().admit(call, rules.open().contains(template));
            if (call.method().equals("OPTIONS")) {
                return answer(exchange, call, template, preflight(call));
            }
            if (call.header("Upgrade").filter("websocket"::equalsIgnoreCase).isPresent()) {
                return upgrade(exchange, call.by(caller, Map.of()));
            }
            Routes.Match found = match.orElseThrow(unknown(call));
            bodies.check(request, found.entry().body());
            read(exchange, call.by(caller, found.names()), found.entry());
            return true;
        } catch (RuntimeException e) {
            return answer(exchange, call, template, failed(call, e));
        }
    }

    private Supplier<HttpFailure> unknown(Call call) {
        return () -> {
            Set<String> methods = rules.routes().methods(call.path());
            return methods.isEmpty()
                    ? HttpFailure.missing("There is nothing at this address.")
                    : HttpFailure.of(405, "wrong-method", "This address takes " + String.join(", ", methods) + ".")
                            .header("Allow", String.join(", ", methods));
        };
    }

    private Reply preflight(Call call) {
        Set<String> methods = rules.routes().methods(call.path());
        if (methods.isEmpty()) {
            throw HttpFailure.missing("There is nothing at this address.");
        }
        return Reply.empty(204).header("Allow", String.join(", ", methods));
    }

    private boolean upgrade(Exchange exchange, Call call) {
        SocketRoute route = rules.routes().socket(call.path()).orElseThrow(unknown(call));
        ServerWebSocketContainer container =
                ServerWebSocketContainer.get(exchange.request().getContext());
        boolean upgraded = container.upgrade(
                (request, response, callback) -> new SocketEnd(call, route, peers),
                exchange.request(),
                exchange.response(),
                exchange.callback());
        if (!upgraded) {
            throw HttpFailure.bad("This is no WebSocket handshake that the server understands.");
        }
        return true;
    }

    private void read(Exchange exchange, Call call, Routes.Entry entry) {
        CompletableFuture<?> unused = bodies.read(exchange.request(), call, entry.body())
                .whenComplete((read, failure) -> {
                    if (failure != null) {
                        answer(exchange, call, entry.template(), failed(call, failure));
                        return;
                    }
                    try {
                        workers.execute(() -> work(exchange, read, entry));
                    } catch (RejectedExecutionException e) {
                        read.release().run();
                        answer(
                                exchange,
                                call,
                                entry.template(),
                                failed(
                                        call,
                                        HttpFailure.of(503, "busy", "The server has too much to answer; try again.")
                                                .header("Retry-After", "2")));
                    }
                });
    }

    private void work(Exchange exchange, Bodies.Read read, Routes.Entry entry) {
        Reply reply;
        try {
            reply = entry.route().answer(read.call());
        } catch (Exception e) {
            reply = failed(read.call(), e);
        } finally {
            read.release().run();
        }
        answer(exchange, read.call(), entry.template(), reply);
    }

    private Reply failed(Call call, Throwable thrown) {
        Throwable cause = thrown;
        while (!(cause instanceof HttpFailure) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        HttpFailure failure;
        if (cause instanceof HttpFailure known) {
            failure = known;
        } else {
            LOG.warn("{} /{} failed", call.method(), String.join("/", call.path()), thrown);
            failure = HttpFailure.of(500, "failed", "The server failed; its log says where.");
        }
        Reply reply = rules.errors().write(call, failure);
        for (Map.Entry<String, String> header : failure.headers().entrySet()) {
            reply = reply.header(header.getKey(), header.getValue());
        }
        return reply;
    }

    private boolean answer(Exchange exchange, Call call, String template, Reply reply) {
        rules.traffic()
                .answered(
                        call.method(),
                        template,
                        reply.status(),
                        Duration.ofNanos(System.nanoTime() - exchange.began()));
        answers.send(
                exchange.response(),
                reply,
                rules.gate().headers(call),
                new Linger(exchange.request(), exchange.callback()));
        return true;
    }
}
