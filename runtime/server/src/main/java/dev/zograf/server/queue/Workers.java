package dev.zograf.server.queue;

import dev.zograf.Zograf;
import dev.zograf.api.NodeType;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.plugin.OwnThreads;
import dev.zograf.server.store.Job;
import dev.zograf.server.store.JobState;
import dev.zograf.server.store.Jobs;
import dev.zograf.server.store.Vault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that run jobs, and what they find when they begin: jobs that ran when the last server died. */
public final class Workers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final int MOST_ATTEMPTS = 3;
    private static final long SWEEP = Duration.ofMinutes(1).toNanos();

    private final JobQueue queue;
    private final JobRunner runner;
    private final Vault vault;
    private final SharedMemory memory;
    private final List<Thread> threads = new ArrayList<>();
    private long swept = System.nanoTime();

    /** Workers that have not begun. */
    public Workers(
            Zograf engine, Vault vault, JobQueue queue, EventHub events, SharedMemory memory, RunSettings settings) {
        this.queue = queue;
        this.memory = memory;
        this.vault = vault;
        runner = new JobRunner(engine, vault, events, settings);
        for (int i = 0; i < settings.workers(); i++) {
            Thread thread = new Thread(this::work, "zograf-job-" + (i + 1));
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    /**
     * Puts jobs that were running when the last server died back into the queue, before there is one. A run writes nothing outside of
     * its own folder, so that it can begin again; one with nodes that act on other machines cannot, and one that has begun three times
     * is likely what the server dies of.
     */
    public static void recover(Zograf engine, Vault vault) {
        Set<String> acting = new HashSet<>();
        Jobs.Wanted running =
                new Jobs.Wanted(Optional.empty(), Set.of(JobState.RUNNING), "", true, false, Integer.MAX_VALUE, 0);
        List<Job> jobs = vault.jobs().list(running);
        if (!jobs.isEmpty()) {
            engine.nodes().stream().filter(Workers::acts).forEach(schema -> acting.add(schema.id()));
        }
        for (Job job : jobs) {
            boolean acts = JsonText.parse(job.workflow())
                    .map(workflow -> has(workflow, acting))
                    .orElse(true);
            if (!acts && job.attempts() < MOST_ATTEMPTS) {
                vault.requeue(job.id());
            } else {
                String why = acts
                        ? "The server died while the job ran, and it has nodes that act on other machines."
                        : "The server died while the job ran, for the third time.";
                vault.jobs()
                        .end(
                                job.id(),
                                Set.of(JobState.RUNNING),
                                JobState.INTERRUPTED,
                                System.currentTimeMillis(),
                                JsonText.compact(Map.of("error", RunFailure.of(why, "interrupted"))));
            }
        }
    }

    private static boolean acts(NodeSchema schema) {
        NodeType type = schema.nodeClass().getAnnotation(NodeType.class);
        return type != null && type.network() && schema.effect();
    }

    private static boolean has(Object value, Set<String> types) {
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(entry -> entry != null && has(entry, types));
        }
        return value instanceof Map<?, ?> map
                && ((map.get("type") instanceof String type && types.contains(type.split("@", 2)[0]))
                        || map.values().stream().anyMatch(entry -> entry != null && has(entry, types)));
    }

    /** Begins. */
    public void start() {
        threads.forEach(Thread::start);
    }

    private void work() {
        try {
            for (Optional<RunControl> next = queue.take(); next.isPresent(); next = queue.take()) {
                try {
                    runner.run(next.get());
                } finally {
                    queue.left(next.get());
                    memory.ended(next.get().ticket().id());
                }
                sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("A worker has to stop", e);
        }
    }

    private void sweep() {
        synchronized (this) {
            if (System.nanoTime() - swept < SWEEP) {
                return;
            }
            swept = System.nanoTime();
        }
        vault.sweep(System.currentTimeMillis());
    }

    /** Stops what runs, so that it waits again, and ends when all threads have. */
    @Override
    public void close() {
        queue.close();
        OwnThreads.join(threads);
    }
}
