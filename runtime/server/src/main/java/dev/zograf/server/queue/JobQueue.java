package dev.zograf.server.queue;

import dev.zograf.server.store.Job;
import dev.zograf.server.store.JobState;
import dev.zograf.server.store.Jobs;
import dev.zograf.server.store.Ticket;
import dev.zograf.server.store.Vault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The jobs that wait and those that run. The database has them with all that belongs to them; here is only their order. A job that was
 * added is on disk when {@link #add} returns. Thread-safe.
 */
public final class JobQueue {

    private static final Comparator<Ticket> ORDER =
            Comparator.comparingDouble(Ticket::number).thenComparingLong(Ticket::seq);
    private static final int LONGEST_WAIT = 60;

    private final Vault vault;
    private final Jobs jobs;
    private final EventHub events;
    private final int capacity;
    private final FairOrder order = new FairOrder();
    private final TreeSet<Ticket> waiting = new TreeSet<>(ORDER);
    private final Map<String, Ticket> byId = new HashMap<>();
    private final Map<String, Integer> byOwner = new HashMap<>();
    private final Map<String, RunControl> running = new LinkedHashMap<>();
    private int reserved;
    private boolean open = true;

    /**
     * The queue as the database has it.
     *
     * @param capacity how many jobs may wait
     */
    public JobQueue(Vault vault, EventHub events, int capacity) {
        this.vault = vault;
        this.jobs = vault.jobs();
        this.events = events;
        this.capacity = capacity;
        for (Ticket job : jobs.waiting()) {
            order.waits(flow(job.owner(), job.client()), job.number());
            insert(job);
        }
    }

    private static String flow(String owner, String client) {
        return owner.isEmpty() ? client : owner + "\n" + client;
    }

    private void insert(Ticket job) {
        waiting.add(job);
        byId.put(job.id(), job);
        byOwner.merge(job.owner(), 1, Integer::sum);
    }

    private boolean takeOut(Ticket job) {
        byId.remove(job.id());
        byOwner.computeIfPresent(job.owner(), (owner, count) -> count == 1 ? null : count - 1);
        return waiting.remove(job);
    }

    /**
     * Adds a job, which is on disk when this returns.
     *
     * @throws QueueFullException if there is no room
     * @throws IllegalArgumentException if there is a job of that id
     */
    public Job add(Submission wanted) {
        String id = wanted.id().orElseGet(() -> UUID.randomUUID().toString());
        double number;
        synchronized (this) {
            makeRoom(wanted);
            number = wanted.number()
                    .orElseGet(() -> wanted.front()
                            ? Math.min(
                                            0,
                                            waiting.isEmpty()
                                                    ? 0
                                                    : Math.floor(waiting.first().number()))
                                    - 1
                            : order.next(flow(wanted.owner(), wanted.client())));
            reserved++;
        }
        try {
            if (wanted.id().isPresent() && jobs.get(id).isPresent()) {
                throw new IllegalArgumentException("There is a job \"" + id + "\" already.");
            }
            Job job = jobs.add(Job.queued(
                    id,
                    wanted.owner(),
                    wanted.client(),
                    wanted.style(),
                    number,
                    System.currentTimeMillis(),
                    wanted.title(),
                    wanted.request(),
                    wanted.workflow()));
            // Before a worker can see it, so that this is its first event.
            events.tell(job.ticket(), "queued", Map.of("number", number));
            synchronized (this) {
                insert(job.ticket());
                notifyAll();
            }
            return job;
        } finally {
            synchronized (this) {
                reserved--;
            }
        }
    }

    private void makeRoom(Submission wanted) {
        String full = "";
        if (waiting.size() + reserved >= capacity) {
            full = "The queue is full: " + capacity + " jobs wait.";
        } else if (wanted.most() > 0 && byOwner.getOrDefault(wanted.owner(), 0) >= wanted.most()) {
            full = "The key \"" + wanted.owner() + "\" may have " + wanted.most() + " jobs waiting, and has them.";
        }
        if (!full.isEmpty()) {
            int seconds = (int) Math.ceil(vault.usualMillis() / 1000);
            throw new QueueFullException(full + " Try again later.", Math.max(1, Math.min(LONGEST_WAIT, seconds)));
        }
    }

    /** Takes the next job, and waits for one; empty once the queue is closed. */
    public Optional<RunControl> take() throws InterruptedException {
        while (true) {
            RunControl control;
            synchronized (this) {
                while (open && waiting.isEmpty()) {
                    wait();
                }
                if (!open) {
                    return Optional.empty();
                }
                Ticket first = waiting.first();
                takeOut(first);
                order.reach(first.number());
                control = new RunControl(first);
                running.put(first.id(), control);
            }
            if (jobs.begin(control.ticket().id(), System.currentTimeMillis())) {
                return Optional.of(control);
            }
            left(control);
        }
    }

    /** A job that was taken has ended, in whatever way. */
    void left(RunControl control) {
        synchronized (this) {
            running.remove(control.ticket().id());
            notifyAll();
        }
    }

    /** Cancels a job that waits or runs; false if it does neither. */
    public boolean cancel(String id) {
        Ticket job;
        synchronized (this) {
            RunControl control = running.get(id);
            if (control != null) {
                control.cancel();
                return true;
            }
            Ticket found = byId.get(id);
            if (found == null) {
                return false;
            }
            takeOut(found);
            job = found;
        }
        if (jobs.end(id, Set.of(JobState.QUEUED), JobState.CANCELLED, System.currentTimeMillis(), "{}")) {
            events.tell(job, "cancelled", Map.of());
        }
        return true;
    }

    /**
     * Moves a waiting job.
     *
     * @param position where it shall be among those that wait, from 0
     * @return false if it does not wait
     */
    public boolean move(String id, int position) {
        Ticket moved;
        synchronized (this) {
            Ticket job = byId.get(id);
            if (job == null) {
                return false;
            }
            List<Ticket> others = new ArrayList<>(waiting);
            others.remove(job);
            int at = Math.max(0, Math.min(position, others.size()));
            double before = at == 0 ? Double.NaN : others.get(at - 1).number();
            double after = at == others.size() ? Double.NaN : others.get(at).number();
            double number = Double.isNaN(before)
                    ? Double.isNaN(after) ? job.number() : Math.floor(after) - 1
                    : Double.isNaN(after) ? Math.floor(before) + 1 : (before + after) / 2;
            moved = job.numbered(number);
            takeOut(job);
            insert(moved);
        }
        jobs.move(id, moved.number());
        events.tell(moved, "moved", Map.of("number", moved.number()));
        return true;
    }

    /** Those that wait, first the one that is next. */
    public synchronized List<Ticket> waiting() {
        return List.copyOf(waiting);
    }

    /** Where a job stands among those that wait, from 0; empty if it does not wait. */
    public synchronized Optional<Integer> position(String id) {
        return Optional.ofNullable(byId.get(id)).map(job -> waiting.headSet(job).size());
    }

    /** Those that run. */
    public synchronized List<RunControl> running() {
        return List.copyOf(running.values());
    }

    /** How many wait or run. */
    public synchronized int remaining() {
        return waiting.size() + running.size();
    }

    /** Hands out no more jobs; those that run are stopped and wait again after a restart. */
    void close() {
        List<RunControl> stop;
        synchronized (this) {
            open = false;
            stop = List.copyOf(running.values());
            notifyAll();
        }
        stop.forEach(RunControl::putBack);
    }
}
