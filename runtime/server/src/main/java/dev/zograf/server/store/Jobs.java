package dev.zograf.server.store;

import dev.zograf.runtime.json.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The jobs in the database. A change is on disk when its method returns. Thread-safe. */
public final class Jobs {

    private static final String COLUMNS =
            "seq, id, owner, client, style, number, state, created, started, ended, attempts,"
                    + " hidden, title, request, workflow, report";
    private static final String RESULT =
            "job, owner, node, output, position, sha256, bytes, media, width, height, area, folder, name";

    private final Database database;

    Jobs(Database database) {
        this.database = database;
    }

    /**
     * What to list.
     *
     * @param owner only jobs of that key; empty if all
     * @param states only in these states; empty if all
     * @param style only those that came by that API; empty if all
     * @param hidden whether those that were removed from the history are listed too
     * @param newest whether the newest come first
     */
    public record Wanted(
            Optional<String> owner,
            Set<JobState> states,
            String style,
            boolean hidden,
            boolean newest,
            int limit,
            int offset) {}

    /** Stores a new job. */
    public Job add(Job job) {
        return database.write(changes -> {
            changes.update(
                    "INSERT INTO job (id, owner, client, style, number, state, created, title, request, workflow)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    job.id(),
                    job.owner(),
                    job.client(),
                    job.style(),
                    job.number(),
                    job.state().word(),
                    job.created(),
                    job.title(),
                    job.request(),
                    job.workflow());
            return changes.query(Jobs::job, "SELECT " + COLUMNS + " FROM job WHERE id = ?", job.id())
                    .get(0);
        });
    }

    /** A job by its id. */
    public Optional<Job> get(String id) {
        return database.read(Jobs::job, "SELECT " + COLUMNS + " FROM job WHERE id = ?", id).stream()
                .findFirst();
    }

    /** The jobs that are wanted, in the order in which they came. */
    public List<Job> list(Wanted wanted) {
        List<Object> values = new ArrayList<>();
        String sql = "SELECT " + COLUMNS + " FROM job" + where(wanted, values) + " ORDER BY seq"
                + (wanted.newest() ? " DESC" : "") + " LIMIT ? OFFSET ?";
        values.add(wanted.limit());
        values.add(wanted.offset());
        return database.read(Jobs::job, sql, values.toArray());
    }

    /** How many jobs are wanted, whatever the limit. */
    public int count(Wanted wanted) {
        List<Object> values = new ArrayList<>();
        return database.read(row -> row.getInt(1), "SELECT count(*) FROM job" + where(wanted, values), values.toArray())
                .get(0);
    }

    private static String where(Wanted wanted, List<Object> values) {
        List<String> rules = new ArrayList<>();
        wanted.owner().ifPresent(owner -> {
            rules.add("owner = ?");
            values.add(owner);
        });
        if (!wanted.states().isEmpty()) {
            rules.add(
                    "state IN (" + wanted.states().stream().map(state -> "?").collect(Collectors.joining(", ")) + ")");
            wanted.states().forEach(state -> values.add(state.word()));
        }
        if (!wanted.style().isEmpty()) {
            rules.add("style = ?");
            values.add(wanted.style());
        }
        if (!wanted.hidden()) {
            rules.add("hidden = 0");
        }
        return rules.isEmpty() ? "" : " WHERE " + String.join(" AND ", rules);
    }

    /** All that wait, first the one that is next. */
    public List<Ticket> waiting() {
        return database.read(
                row -> new Ticket(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getDouble(6)),
                "SELECT seq, id, owner, client, style, number FROM job WHERE state = 'queued' ORDER BY number, seq");
    }

    /** Takes a job from the queue; false if it is not there any more. */
    public boolean begin(String id, long now) {
        return database.write(changes -> changes.update(
                        "UPDATE job SET state = 'running', started = ?, attempts = attempts + 1"
                                + " WHERE id = ? AND state = 'queued'",
                        now,
                        id))
                == 1;
    }

    /** Ends a job without results; false if it was in none of the states. */
    public boolean end(String id, Set<JobState> from, JobState to, long now, String report) {
        String states = from.stream().map(state -> "'" + state.word() + "'").collect(Collectors.joining(", "));
        return database.write(changes -> changes.update(
                        "UPDATE job SET state = ?, ended = ?, report = ? WHERE id = ? AND state IN (" + states + ")",
                        to.word(),
                        now,
                        report,
                        id))
                == 1;
    }

    /** Gives a waiting job another place. */
    public boolean move(String id, double number) {
        return database.write(changes ->
                        changes.update("UPDATE job SET number = ? WHERE id = ? AND state = 'queued'", number, id))
                == 1;
    }

    /** Removes an ended job from the history; its results stay. */
    public boolean hide(String id) {
        return database.write(changes -> changes.update(
                        "UPDATE job SET hidden = 1 WHERE id = ? AND state NOT IN ('queued', 'running')", id))
                == 1;
    }

    /** The results of a job in order. */
    public List<Result> results(String job) {
        return database.read(
                Jobs::result, "SELECT " + RESULT + " FROM result WHERE job = ? ORDER BY node, output, position", job);
    }

    /** The results of several jobs, by job; none for those that have none. */
    public Map<String, List<Result>> results(Collection<String> ids) {
        Map<String, List<Result>> out = new HashMap<>();
        database.read(
                        Jobs::result,
                        "SELECT " + RESULT + " FROM result WHERE job IN (SELECT value FROM json_each(?))"
                                + " ORDER BY job, node, output, position",
                        JsonText.compact(List.copyOf(ids)))
                .forEach(result -> out.computeIfAbsent(result.job(), id -> new ArrayList<>())
                        .add(result));
        return out;
    }

    /** A result by the name that it has in its owner's folder. */
    public Optional<Result> named(String owner, String area, String folder, String name) {
        return database
                .read(
                        Jobs::result,
                        "SELECT " + RESULT + " FROM result WHERE owner = ? AND area = ? AND folder = ? AND name = ?",
                        owner,
                        area,
                        folder,
                        name)
                .stream()
                .findFirst();
    }

    /** The results of those bytes. */
    public List<Result> ofBytes(String sha256) {
        return database.read(Jobs::result, "SELECT " + RESULT + " FROM result WHERE sha256 = ?", sha256);
    }

    static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getLong("seq"),
                row.getString("id"),
                row.getString("owner"),
                row.getString("client"),
                row.getString("style"),
                row.getDouble("number"),
                JobState.of(row.getString("state")),
                row.getLong("created"),
                row.getLong("started"),
                row.getLong("ended"),
                row.getInt("attempts"),
                row.getInt("hidden") != 0,
                row.getString("title"),
                row.getString("request"),
                row.getString("workflow"),
                row.getString("report"));
    }

    static Result result(ResultSet row) throws SQLException {
        return new Result(
                row.getString("job"),
                row.getString("owner"),
                row.getString("node"),
                row.getString("output"),
                row.getInt("position"),
                row.getString("sha256"),
                row.getLong("bytes"),
                row.getString("media"),
                row.getInt("width"),
                row.getInt("height"),
                row.getString("area"),
                row.getString("folder"),
                row.getString("name"));
    }
}
