package dev.zograf.server.queue;

import dev.zograf.Run;
import dev.zograf.RunEvent;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.store.DataFolders;
import dev.zograf.server.store.Job;
import dev.zograf.server.store.JobState;
import dev.zograf.server.store.Made;
import dev.zograf.server.store.Result;
import dev.zograf.server.store.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Job job = vault.jobs().get(control.ticket().id()).orElseThrow();
        Path staging = vault.folders().staging().resolve(job.id());
        RunStory story = new RunStory(control, events);
        try {
            events.tell(job.ticket(), "started", Map.of());
            Files.createDirectories(staging);
            Gave gave = execute(job, control, staging, story);
            finish(job, story, gave.values(), gave.written());
        } catch (WorkflowException e) {
            if (e.kind() == WorkflowException.Kind.CANCELLED && control.isPutBack()) {
                vault.requeue(job.id());
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

    /**
     * What a run gave beside pictures, which are kept as they come.
     *
     * @param values of outputs, by name
     * @param written the files that its nodes wrote
     */
    private record Gave(Map<String, Object> values, List<Made> written) {}

    private Gave execute(Job job, RunControl control, Path staging, RunStory story)
            throws IOException, InterruptedException {
        Path inputs = vault.folders().of(job.owner(), "input");
        List<Path> readable = List.of(
                inputs,
                vault.folders().of(job.owner(), "output"),
                vault.folders().of(job.owner(), "temp"));
        Workflow workflow = JobInputs.of(job, engine, inputs, settings.pictures())
                .under(settings.policies().apply(job.owner()).within(readable, staging));
        ResultFiles files = new ResultFiles(job, workflow, vault.folders());
        OutputLine line = new OutputLine(story);
        Map<String, Object> values = new LinkedHashMap<>();
        Run run = engine.start(workflow, line);
        line.endsWith(run);
        control.began(run);
        try {
            for (Optional<RunEvent.OutputReady> next = line.take(); next.isPresent(); next = line.take()) {
                RunEvent.OutputReady output = next.get();
                List<Made> made = files.pictures(output.output(), output.value());
                if (made.isEmpty()) {
                    values.put(output.output(), ResultFiles.plain(output.value()));
                } else {
                    keep(job, output.output(), made);
                }
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            stop(run);
            throw e;
        }
        run.join();
        return new Gave(values, files.written(staging, values));
    }

    /** Nothing may run any more when its folder is removed. */
    private static void stop(Run run) {
        run.cancel();
        try {
            run.join();
        } catch (WorkflowException e) {
            LOG.debug("A run was stopped: {}", e.toString());
        }
    }

    private void keep(Job job, String output, List<Made> made) throws IOException {
        Optional<List<Result>> results = vault.keep(job, made);
        for (Made file : made) {
            // What was there already under its contents was not taken away.
            Files.deleteIfExists(file.file());
        }
        results.ifPresent(all -> events.tell(
                job.ticket(),
                "output",
                Map.of(
                        "output",
                        output,
                        "results",
                        all.stream().map(RunStory::describe).toList())));
    }

    private void finish(Job job, RunStory story, Map<String, Object> values, List<Made> written) throws IOException {
        Map<String, Object> report = story.report();
        report.put("outputs", values);
        Optional<List<Result>> results =
                vault.finish(job, written, System.currentTimeMillis(), JsonText.compact(report));
        results.ifPresent(all -> events.tell(
                job.ticket(),
                "done",
                Map.of("results", all.stream().map(RunStory::describe).toList(), "outputs", values)));
    }

    private void end(Job job, JobState state, RunStory story, Map<String, Object> more) {
        Map<String, Object> report = story.report();
        report.putAll(more);
        if (vault.jobs()
                .end(job.id(), Set.of(JobState.RUNNING), state, System.currentTimeMillis(), JsonText.compact(report))) {
            events.tell(job.ticket(), state.word(), report);
        }
    }
}
