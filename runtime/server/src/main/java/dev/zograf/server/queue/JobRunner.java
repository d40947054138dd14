package dev.zograf.server.queue;

import dev.zograf.Outputs;
import dev.zograf.Run;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.api.value.Image;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.security.SafeNames;
import dev.zograf.server.store.DataFolders;
import dev.zograf.server.store.Job;
import dev.zograf.server.store.JobState;
import dev.zograf.server.store.Made;
import dev.zograf.server.store.Result;
import dev.zograf.server.store.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one job from the queue to its end. What it writes lies aside until the job is done, so that a job can begin again. */
final class JobRunner {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final Zograf engine;
    private final Vault vault;
    private final EventHub events;
    private final RunSettings settings;

    JobRunner(Zograf engine, Vault vault, EventHub events, RunSettings settings) {
        this.engine = engine;
        this.vault = vault;
        this.events = events;
        this.settings = settings;
    }

    void run(RunControl control) {
        Job job = control.job();
        Path staging = vault.folders().staging().resolve(job.id());
        RunStory story = new RunStory(job, control, events);
        try {
            events.tell(job, "started", Map.of());
            Files.createDirectories(staging);
            finish(job, story, execute(control, staging, story), staging);
        } catch (WorkflowException e) {
            if (e.kind() == WorkflowException.Kind.CANCELLED && control.isPutBack()) {
                vault.jobs().requeue(job.id());
            } else if (e.kind() == WorkflowException.Kind.CANCELLED && control.isCancelled()) {
                end(job, JobState.CANCELLED, story, Map.of());
            } else {
                end(job, JobState.FAILED, story, Map.of("error", RunFailure.of(e)));
            }
        } catch (HttpFailure e) {
            end(job, JobState.FAILED, story, Map.of("error", RunFailure.of(e.message(), "invalid")));
        } catch (Throwable e) {
            // Whatever it is, the next job shall run.
            LOG.warn("The job {} failed", job.id(), e);
            end(job, JobState.FAILED, story, Map.of("error", RunFailure.of(String.valueOf(e), "failed")));
        } finally {
            try {
                DataFolders.remove(staging);
            } catch (RuntimeException e) {
                LOG.warn("What the job {} left cannot be removed: {}", job.id(), e.toString());
            }
        }
    }

    /** What ran, with its inputs set, and what it gave. */
    private record Ran(Workflow workflow, Outputs outputs) {}

    private Ran execute(RunControl control, Path staging, RunStory story) throws IOException {
        Job job = control.job();
        Path inputs = vault.folders().of(job.owner(), "input");
        List<Path> readable = List.of(
                inputs,
                vault.folders().of(job.owner(), "output"),
                vault.folders().of(job.owner(), "temp"));
        Workflow workflow = JobInputs.of(job, engine, inputs, settings.pictures())
                .under(settings.policies().apply(job.owner()).within(readable, staging));
        Run run = engine.start(workflow, story);
        control.began(run);
        return new Ran(workflow, run.join());
    }

    private void finish(Job job, RunStory story, Ran ran, Path staging) throws IOException {
        Outputs outputs = ran.outputs();
        LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
        Map<String, Object> values = new LinkedHashMap<>();
        List<Made> made = new ArrayList<>(written(staging));
        Map<String, String> texts = texts(job, ran.workflow());
        List<Delivery> deliveries = Delivery.of(job.requestFields().getOrDefault("results", List.of()));
        for (String name : outputs.names()) {
            List<Image> pictures = pictures(outputs.get(name, Object.class));
            if (pictures.isEmpty()) {
                values.put(name, plain(outputs.get(name, Object.class)));
            }
            List<Delivery> wanted =
                    deliveries.stream().filter(d -> d.output().equals(name)).toList();
            for (Delivery delivery : wanted.isEmpty() ? List.of(usual(name)) : wanted) {
                for (int i = 0; i < pictures.size(); i++) {
                    Image picture = pictures.get(i);
                    String prefix = FilePrefix.expand(delivery.prefix(), picture.width(), picture.height(), i, now);
                    // Refuses what would lead out of the folder, whoever wrote the workflow.
                    SafeNames.below(vault.folders().of(job.owner(), delivery.area()), prefix + ".png");
                    Path file = Files.createTempFile(staging, "result", ".png");
                    PngFile.write(file, picture.toBufferedImage(0), texts);
                    made.add(new Made(
                            delivery.node(),
                            "images",
                            file,
                            prefix,
                            true,
                            "png",
                            "image/png",
                            picture.width(),
                            picture.height(),
                            delivery.area()));
                }
            }
        }
        Map<String, Object> report = story.report();
        report.put("outputs", values);
        Optional<List<Result>> results = vault.finish(job, made, System.currentTimeMillis(), JsonText.compact(report));
        results.ifPresent(all -> events.tell(
                job,
                "done",
                Map.of("results", all.stream().map(RunStory::describe).toList(), "outputs", values)));
    }

    private static Delivery usual(String output) {
        return new Delivery(output, output, output, "output");
    }

    /** The texts that pictures carry: keywords as {@code save-image} and ComfyUI have them. */
    private static Map<String, String> texts(Job job, Workflow workflow) {
        Map<String, Object> request = job.requestFields();
        Map<String, String> texts = new LinkedHashMap<>();
        if (request.get("prompt") instanceof Map<?, ?> prompt) {
            texts.put("prompt", JsonText.compact(prompt));
        }
        if (request.get("extra_data") instanceof Map<?, ?> extra
                && extra.get("extra_pnginfo") instanceof Map<?, ?> info) {
            info.forEach((keyword, value) -> {
                if (value != null && String.valueOf(keyword).matches("[A-Za-z0-9_]{1,79}")) {
                    texts.put(String.valueOf(keyword), JsonText.compact(value));
                }
            });
        }
        texts.put("zograf", workflow.toJson());
        return texts;
    }

    /** The files that nodes wrote. */
    private static List<Made> written(Path staging) throws IOException {
        List<Made> made = new ArrayList<>();
        try (var files = Files.walk(staging)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = staging.relativize(file).toString().replace('\\', '/');
                SafeNames.below(staging, name);
                int dot = name.lastIndexOf('.');
                String extension = dot > name.lastIndexOf('/') ? name.substring(dot + 1) : "bin";
                String stem = dot > name.lastIndexOf('/') ? name.substring(0, dot) : name;
                made.add(new Made(
                        "files", "files", file, stem, false, extension, MediaTypes.of(extension), 0, 0, "output"));
            }
        }
        return made;
    }

    private static List<Image> pictures(Object value) {
        List<Image> images = new ArrayList<>();
        for (Object entry : value instanceof List<?> list ? list : List.of(value)) {
            if (entry instanceof Image image) {
                images.addAll(image.split());
            }
        }
        return images;
    }

    /** What JSON has a form for; of other values what they say of themselves. */
    private static Object plain(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(JobRunner::plain).toList();
        }
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? value
                : String.valueOf(value);
    }

    private void end(Job job, JobState state, RunStory story, Map<String, Object> more) {
        Map<String, Object> report = story.report();
        report.putAll(more);
        if (vault.jobs()
                .end(job.id(), Set.of(JobState.RUNNING), state, System.currentTimeMillis(), JsonText.compact(report))) {
            events.tell(job, state.word(), report);
        }
    }
}
