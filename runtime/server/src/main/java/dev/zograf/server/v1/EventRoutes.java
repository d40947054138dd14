package dev.zograf.server.v1;

import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.http.Call;
import dev.zograf.server.http.Caller;
import dev.zograf.server.http.EventStream;
import dev.zograf.server.http.Reply;
import dev.zograf.server.http.Routes;
import dev.zograf.server.queue.EventHub;
import dev.zograf.server.queue.JobDesk;
import dev.zograf.server.queue.JobEvent;
import dev.zograf.server.store.Job;
import dev.zograf.server.store.Ticket;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Events as they happen. A client that comes back with the last id that it saw gets what it missed, as far as that is kept; one that
 * comes first, or too late, gets the state of the job instead.
 */
final class EventRoutes {

    private final JobDesk desk;
    private final JobRoutes jobs;
    private final JobView view;

    /** Tells ids of this process from those of the one before. */
    private final String process = UUID.randomUUID().toString().substring(0, 8);

    EventRoutes(JobDesk desk, JobRoutes jobs) {
        this.desk = desk;
        this.jobs = jobs;
        this.view = new JobView(desk);
    }

    void addTo(Routes routes) {
        routes.get("/v1/events", this::all);
        routes.get("/v1/jobs/{id}/events", this::ofJob);
    }

    private Reply all(Call call) {
        long after = seen(call).orElseGet(() -> desk.events().latest());
        return Reply.events(stream -> listen(call, stream, after, ""));
    }

    private Reply ofJob(Call call) {
        Job job = jobs.job(call);
        Optional<Long> seen = seen(call);
        // In this order nothing is missed; something may be told twice.
        long after = seen.orElseGet(() -> desk.events().latest());
        Job now = jobs.job(call);
        return Reply.events(stream -> {
            boolean ended = now.state().ended();
            if (seen.isEmpty()) {
                stream.send(id(after), "job", JsonText.compact(view.of(now, false)));
            }
            if (!ended || seen.isPresent()) {
                listen(call, stream, after, job.id());
            }
            // Who comes back after the job's last event would wait for ever: nothing else will be told of it.
            if (ended && (seen.isEmpty() || stream.send(id(after), "job", JsonText.compact(view.of(now, false))))) {
                stream.end();
            }
        });
    }

    private String id(long count) {
        return process + "-" + count;
    }

    /** The id that the client saw last, if it is of this process and what came after it is still known. */
    private Optional<Long> seen(Call call) {
        String text = call.header("Last-Event-ID").or(() -> call.query("after")).orElse("");
        if (!text.matches(process + "-\\d{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(Long.valueOf(text.substring(process.length() + 1))).filter(desk.events()::has);
    }

    private void listen(Call call, EventStream stream, long after, String job) {
        boolean previews = call.query("previews").filter("true"::equals).isPresent();
        Subscription subscription = new Subscription(call.caller(), stream, job, previews);
        desk.events().addAfter(after, subscription);
        stream.whenClosed(() -> desk.events().remove(subscription));
    }

    private final class Subscription implements EventHub.Listener {
        private final Caller caller;
        private final EventStream stream;
        private final String job;
        private final boolean previews;

        Subscription(Caller caller, EventStream stream, String job, boolean previews) {
            this.caller = caller;
            this.stream = stream;
            this.job = job;
            this.previews = previews;
        }

        private boolean concerns(String id, String owner) {
            return (job.isEmpty() || job.equals(id))
                    && (caller.admin() || caller.name().equals(owner));
        }

        @Override
        public boolean wantsPreviews(Ticket of) {
            return previews && concerns(of.id(), of.owner());
        }

        @Override
        public void happened(JobEvent event) {
            if (!concerns(event.job(), event.owner()) || (event.picture().isPresent() && !previews)) {
                return;
            }
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("job", event.job());
            data.put("time", event.time());
            data.putAll(event.data());
            event.picture()
                    .ifPresent(jpeg -> data.put("jpeg", Base64.getEncoder().encodeToString(jpeg)));
            stream.send(event.id() > 0 ? id(event.id()) : "", event.type(), JsonText.compact(data));
            if (!job.isEmpty() && event.last()) {
                stream.end();
            }
        }
    }
}
