package dev.zograf.server.comfy;

import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.http.Call;
import dev.zograf.server.http.Caller;
import dev.zograf.server.http.Peer;
import dev.zograf.server.queue.EventHub;
import dev.zograf.server.queue.JobDesk;
import dev.zograf.server.queue.JobEvent;
import dev.zograf.server.queue.RunControl;
import dev.zograf.server.store.Job;
import dev.zograf.server.store.Ticket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The WebSockets of ComfyUI's clients: each hears of its own prompts, and all of the length of the queue. */
final class Sockets implements EventHub.Listener {

    /** The length of the queue changes with every job, and everybody hears of it: ten times a second, and seldomer if they are many. */
    private static final long STATUS_PAUSE_MILLIS = 100;

    private static final long STATUS_MILLIS_EACH = 2;

    /** A client that is connected. */
    private static final class Seat {
        private final Peer peer;
        private final Caller caller;
        private volatile boolean metadata;

        Seat(Peer peer, Caller caller) {
            this.peer = peer;
            this.caller = caller;
        }
    }

    private final JobDesk desk;
    private final Map<String, Object> features;
    private final Map<String, Seat> seats = new ConcurrentHashMap<>();
    private final Map<String, PromptTeller> tellers = new ConcurrentHashMap<>();
    private final Soon status = new Soon(this::statusPause, this::sayStatus);

    Sockets(JobDesk desk, Map<String, Object> features) {
        this.desk = desk;
        this.features = features;
    }

    /** A client comes, or comes back. */
    Consumer<String> opened(Call call, Peer peer) {
        String sid = call.query("clientId")
                .filter(id -> !id.isBlank() && id.length() <= 200)
                .orElseGet(() -> UUID.randomUUID().toString().replace("-", ""));
        Seat seat = new Seat(peer, call.caller());
        Seat before = seats.put(sid, seat);
        if (before != null) {
            before.peer.close(1000, "The client has connected again.");
        }
        peer.whenClosed(() -> seats.remove(sid, seat));
        Map<String, Object> status = status(desk.queue().remaining());
        status.put("sid", sid);
        send(seat, "status", status);
        for (RunControl running : desk.queue().running()) {
            Ticket job = running.ticket();
            PromptTeller teller = tellers.get(job.id());
            if (teller != null && job.client().equals(sid) && mayHear(seat, job.owner())) {
                teller.current().ifPresent(node -> send(seat, "executing", teller.executing(node)));
            }
        }
        return text -> heard(seat, text);
    }

    private void heard(Seat seat, String text) {
        if (JsonText.parse(text).orElse(null) instanceof Map<?, ?> message
                && "feature_flags".equals(message.get("type"))
                && message.get("data") instanceof Map<?, ?> flags) {
            seat.metadata = Boolean.TRUE.equals(flags.get("supports_preview_metadata"));
            send(seat, "feature_flags", features);
        }
    }

    private static Map<String, Object> status(int remaining) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("status", Map.of("exec_info", Map.of("queue_remaining", remaining)));
        return out;
    }

    private static boolean mayHear(Seat seat, String owner) {
        return seat.caller.admin() || seat.caller.name().equals(owner);
    }

    private static void send(Seat seat, String type, Map<String, ? extends @Nullable Object> data) {
        seat.peer.text(message(type, data));
    }

    private static String message(String type, Map<String, ? extends @Nullable Object> data) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", type);
        message.put("data", data);
        return JsonText.compact(message);
    }

    private Optional<Seat> seat(String client, String owner) {
        return client.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(seats.get(client)).filter(seat -> mayHear(seat, owner));
    }

    /**
     * A client that has not said that it knows what previews are takes any picture for a result, unless its prompt asks for them
     * ({@code preview_method}); ComfyUI itself sends none unless it is told to.
     */
    private static boolean wants(Seat seat, JobStory story) {
        String method = story.previewMethod();
        return !method.equals("none") && (seat.metadata || (!method.isEmpty() && !method.equals("default")));
    }

    @Override
    public boolean wantsPreviews(Ticket job) {
        PromptTeller teller = tellers.get(job.id());
        return teller != null
                && seat(job.client(), job.owner())
                        .filter(seat -> wants(seat, teller.story()))
                        .isPresent();
    }

    @Override
    public void happened(JobEvent event) {
        if (event.type().equals("queued") || event.last()) {
            status.ask();
        }
        PromptTeller teller = tellers.get(event.job());
        if (event.type().equals("started")) {
            Optional<Job> job = desk.vault().jobs().get(event.job());
            if (job.isEmpty()) {
                return;
            }
            teller = new PromptTeller(new JobStory(job.get()), desk.vault());
            tellers.put(event.job(), teller);
        }
        Optional<Seat> seat = seat(event.client(), event.owner());
        if (teller != null) {
            tell(event, teller, seat);
        }
        if (event.last()) {
            tellers.remove(event.job());
            if (teller != null) {
                Map<String, ? extends @Nullable Object> end = teller.end();
                seat.ifPresent(one -> send(one, "executing", end));
            }
        }
    }

    private Duration statusPause() {
        return Duration.ofMillis(Math.max(STATUS_PAUSE_MILLIS, STATUS_MILLIS_EACH * seats.size()));
    }

    private void sayStatus() {
        String text = message("status", status(desk.queue().remaining()));
        seats.values().forEach(seat -> seat.peer.text(text));
    }

    private static void tell(JobEvent event, PromptTeller teller, Optional<Seat> seat) {
        if (event.picture().isPresent()) {
            byte[] jpeg = event.picture().get();
            String node = teller.origin(event);
            seat.filter(one -> wants(one, teller.story()))
                    .ifPresent(one -> one.peer.preview(
                            one.metadata
                                    ? PreviewFrames.ofNode(event.job(), node, jpeg)
                                    : PreviewFrames.plain(PreviewFrames.JPEG, jpeg)));
            return;
        }
        teller.tell(event, new PromptTeller.Ear() {
            @Override
            public void text(String type, Map<String, ? extends @Nullable Object> data) {
                seat.ifPresent(one -> send(one, type, data));
            }

            @Override
            public void binary(byte[] bytes) {
                seat.ifPresent(one -> one.peer.binary(bytes));
            }
        });
    }
}
