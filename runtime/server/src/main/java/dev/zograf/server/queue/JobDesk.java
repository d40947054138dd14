package dev.zograf.server.queue;

import dev.zograf.Policy;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.runtime.json.Problem;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.security.ApiKey;
import dev.zograf.server.security.Keys;
import dev.zograf.server.security.Pictures;
import dev.zograf.server.store.Job;
import dev.zograf.server.store.Vault;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where jobs are handed in, whichever API they come by: checked whole first, so that a job that waits can run. Thread-safe. */
public final class JobDesk {

    private final Zograf engine;
    private final Vault vault;
    private final JobQueue queue;
    private final EventHub events;
    private final SharedMemory memory;
    private final Keys keys;
    private final RunSettings settings;

    /** A desk. */
    public JobDesk(
            Zograf engine,
            Vault vault,
            JobQueue queue,
            EventHub events,
            SharedMemory memory,
            Keys keys,
            RunSettings settings) {
        this.engine = engine;
        this.vault = vault;
        this.queue = queue;
        this.events = events;
        this.memory = memory;
        this.keys = keys;
        this.settings = settings;
    }

    /** The engine. */
    public Zograf engine() {
        return engine;
    }

    /** The store. */
    public Vault vault() {
        return vault;
    }

    /** The queue. */
    public JobQueue queue() {
        return queue;
    }

    /** The events. */
    public EventHub events() {
        return events;
    }

    /** What the engine keeps for later runs. */
    public SharedMemory memory() {
        return memory;
    }

    /** The limits of pictures. */
    public Pictures pictures() {
        return settings.pictures();
    }

    /**
     * A workflow with its inputs.
     *
     * @param problems why it cannot be run; empty if it can
     */
    public record Checked(Workflow workflow, List<Problem> problems) {}

    /**
     * Reads a workflow and checks it with its inputs, under the policy of its owner.
     *
     * @param values the inputs, as JSON has them
     * @param only what is to run; all if empty
     * @throws WorkflowException if it is no workflow or an input does not fit
     */
    public Checked check(String owner, String workflow, Object values, Object only) throws IOException {
        Policy policy = settings.policies().apply(owner);
        Workflow checked = JobInputs.set(
                        engine.read(workflow), values, only, vault.folders().of(owner, "input"), settings.pictures())
                .under(policy.within(
                        List.of(vault.folders().of(owner, "input")),
                        vault.folders().staging()));
        return new Checked(checked, engine.check(checked));
    }

    /** The answer to a workflow that cannot be run: 422 and all that is wrong. */
    public static HttpFailure refused(List<Problem> problems) {
        String message = problems.size() == 1
                ? problems.get(0).toString()
                : "The workflow cannot be run: there are " + problems.size() + " mistakes.";
        return HttpFailure.of(422, "invalid-workflow", message)
                .with("problems", problems.stream().map(JobDesk::describe).toList());
    }

    /** A problem as JSON has it. */
    public static Map<String, Object> describe(Problem problem) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("pointer", problem.pointer());
        out.put("line", problem.line());
        out.put("column", problem.column());
        out.put("message", problem.message());
        out.put("remedy", problem.remedy());
        return out;
    }

    /**
     * Adds a job to the queue; it is on disk when this returns.
     *
     * @throws HttpFailure 429 if there is no room, 409 if its id is taken
     */
    public Job submit(Submission wanted) {
        int most = keys.named(wanted.owner()).map(ApiKey::queued).orElse(0);
        try {
            return queue.add(new Submission(
                    wanted.id(),
                    wanted.owner(),
                    wanted.client(),
                    wanted.style(),
                    wanted.title(),
                    wanted.request(),
                    wanted.workflow(),
                    wanted.number(),
                    wanted.front(),
                    most));
        } catch (QueueFullException e) {
            throw HttpFailure.of(429, "queue-full", String.valueOf(e.getMessage()))
                    .with("retry_after", e.seconds())
                    .header("Retry-After", String.valueOf(e.seconds()));
        } catch (IllegalArgumentException e) {
            throw HttpFailure.of(409, "taken", String.valueOf(e.getMessage()));
        }
    }
}
