package dev.zograf.server.queue;

import dev.zograf.RunEvent;
import dev.zograf.server.store.Result;
import dev.zograf.server.store.Ticket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of the nodes of a run, and remembers what its report says of them. */
final class RunStory implements Consumer<RunEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(RunStory.class);

    private final Ticket job;
    private final RunControl control;
    private final EventHub events;
    private final Previews previews = new Previews();
    private final List<String> cached = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private final List<Map<String, Object>> warnings = new ArrayList<>();

    RunStory(RunControl control, EventHub events) {
        this.job = control.ticket();
        this.control = control;
        this.events = events;
    }

    @Override
    public void accept(RunEvent event) {
        if (event instanceof RunEvent.Planned planned) {
            events.tell(job, "planned", Map.of("nodes", planned.nodes(), "toRun", planned.toRun()));
        } else if (event instanceof RunEvent.NodeCached node) {
            remember(cached, node.node());
            events.tell(job, "cached", Map.of("node", node.node()));
        } else if (event instanceof RunEvent.NodeStarted node) {
            control.at(node.node());
            events.tell(job, "node", Map.of("node", node.node(), "type", node.type(), "state", "running"));
        } else if (event instanceof RunEvent.NodeFinished node) {
            remember(ran, node.node());
            events.tell(
                    job,
                    "node",
                    Map.of(
                            "node",
                            node.node(),
                            "type",
                            node.type(),
                            "state",
                            "finished",
                            "millis",
                            node.took().toMillis()));
        } else if (event instanceof RunEvent.NodeSkipped node) {
            events.tell(job, "node", Map.of("node", node.node(), "type", node.type(), "state", "skipped"));
        } else if (event instanceof RunEvent.NodeFailed node) {
            events.tell(job, "node", Map.of("node", node.node(), "type", node.type(), "state", "failed"));
        } else if (event instanceof RunEvent.NodeWarned warning) {
            warned(warning);
        } else if (event instanceof RunEvent.Progress progress) {
            progress(progress);
        }
    }

    private void warned(RunEvent.NodeWarned warning) {
        LOG.info("The job {}: node '{}': {}", job.id(), warning.node(), warning.text());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("node", warning.node());
        data.put("text", warning.text());
        synchronized (warnings) {
            warnings.add(data);
        }
        events.tell(job, "warning", data);
    }

    private void progress(RunEvent.Progress progress) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("node", progress.node());
        data.put("step", progress.step());
        data.put("total", progress.total());
        events.tell(job, "progress", data);
        if (events.wantsPreviews(job)) {
            try {
                Optional<byte[]> picture = previews.of(progress);
                if (picture.isPresent()) {
                    events.tell(job, "preview", data, picture);
                }
            } catch (IOException e) {
                // A preview is only a preview.
            }
        }
    }

    private static void remember(List<String> list, String node) {
        synchronized (list) {
            if (!list.contains(node)) {
                list.add(node);
            }
        }
    }

    /** What there is to say so far. */
    Map<String, Object> report() {
        Map<String, Object> report = new LinkedHashMap<>();
        synchronized (cached) {
            report.put("cached", List.copyOf(cached));
        }
        synchronized (ran) {
            report.put("ran", List.copyOf(ran));
        }
        synchronized (warnings) {
            report.put("warnings", List.copyOf(warnings));
        }
        control.node().ifPresent(node -> report.put("at", node));
        return report;
    }

    /** A result as events tell of it. */
    static Map<String, Object> describe(Result result) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("node", result.node());
        out.put("output", result.output());
        out.put("sha256", result.sha256());
        out.put("bytes", result.bytes());
        out.put("media", result.media());
        out.put("width", result.width());
        out.put("height", result.height());
        out.put("area", result.area());
        out.put("folder", result.folder());
        out.put("name", result.name());
        return out;
    }
}
