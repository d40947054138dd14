package dev.zograf.server.store;

import dev.zograf.runtime.digest.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data folder: jobs, and results by their contents. Results are in the database after their bytes are on disk, the last of a job in
 * the transaction in which it becomes done; names in the output folder are given afterwards, and at the next start if the process died
 * in between. One process at a time.
 */
public final class Vault implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Vault.class);

    private final DataFolders folders;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final Database database;
    private final Jobs jobs;
    private final OutputNames names;
    private final Retention retention;

    /**
     * Opens the data folder.
     *
     * @throws StoreException if another server has it, or it cannot be used
     */
    public Vault(DataFolders folders, Retention retention) {
        this.folders = folders;
        this.retention = retention;
        try {
            lockFile = FileChannel.open(
                    folders.root().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = taken(lockFile);
        } catch (IOException e) {
            throw new StoreException("The data folder " + folders.root() + " cannot be used: " + e.getMessage(), e);
        }
        DataFolders.empty(folders.temporary());
        DataFolders.empty(folders.staging());
        database = new Database(folders.root().resolve("zograf.db"));
        jobs = new Jobs(database);
        names = new OutputNames();
        recover();
    }

    private static FileLock taken(FileChannel file) throws IOException {
        @Nullable FileLock lock = null;
        try {
            lock = file.tryLock();
        } catch (java.nio.channels.OverlappingFileLockException e) {
            // by this process
        }
        if (lock == null) {
            file.close();
            throw new IOException("another server has it; stop that one, or give this one a folder of its own.");
        }
        return lock;
    }

    /** The jobs. */
    public Jobs jobs() {
        return jobs;
    }

    /** The folders. */
    public DataFolders folders() {
        return folders;
    }

    /** The file of those bytes. */
    public Optional<Path> file(String sha256) {
        Path file = blob(sha256);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    private Path blob(String sha256) {
        return folders.blobs().resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    /** Gives results names that were promised, and removes bytes that no job has. */
    private void recover() {
        for (Result result : database.read(Jobs::result, "SELECT * FROM result WHERE linked = 0")) {
            link(result);
        }
        try (Stream<Path> all = Files.walk(folders.blobs())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (jobs.ofBytes(String.valueOf(file.getFileName())).isEmpty()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new StoreException("The results cannot be listed: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Gives a running job results before it has ended.
     *
     * @return these with their names; empty if the job was not running any more, and then nothing is kept
     */
    public Optional<List<Result>> keep(Job job, List<Made> made) throws IOException {
        return put(
                job,
                made,
                changes -> !changes.query(
                                row -> row.getInt(1), "SELECT 1 FROM job WHERE id = ? AND state = 'running'", job.id())
                        .isEmpty());
    }

    /**
     * Ends a running job with the last of its results.
     *
     * @return all its results with their names; empty if the job was not running any more, and then none of the last is kept
     */
    public Optional<List<Result>> finish(Job job, List<Made> made, long now, String report) throws IOException {
        return put(
                        job,
                        made,
                        changes -> changes.update(
                                        "UPDATE job SET state = 'done', ended = ?, report = ? WHERE id = ? AND state ="
                                                + " 'running'",
                                        now,
                                        report,
                                        job.id())
                                == 1)
                .map(last -> jobs.results(job.id()));
    }

    private Optional<List<Result>> put(Job job, List<Made> made, Database.Work<Boolean> begin) throws IOException {
        List<String> hashes = new ArrayList<>();
        for (Made file : made) {
            hashes.add(Sha256.of(file.file()));
        }
        synchronized (this) {
            List<Result> before = new ArrayList<>(jobs.results(job.id()));
            List<Result> results = new ArrayList<>();
            for (int i = 0; i < made.size(); i++) {
                Made file = made.get(i);
                Path blob = blob(hashes.get(i));
                long bytes = Files.size(file.file());
                if (!Files.exists(blob)) {
                    Files.createDirectories(blob.resolveSibling(""));
                    DurableFiles.put(file.file(), blob);
                }
                Result result = named(job, file, hashes.get(i), bytes, before);
                before.add(result);
                results.add(result);
            }
            boolean there = database.write(changes -> {
                boolean running = begin.with(changes);
                if (running) {
                    for (Result result : results) {
                        insert(changes, result);
                    }
                }
                return running;
            });
            if (!there) {
                return Optional.empty();
            }
            results.forEach(this::link);
            return Optional.of(results);
        }
    }

    /** Puts a running job back into the queue, without what it has given so far. */
    public synchronized void requeue(String id) {
        List<Result> results = jobs.results(id);
        try {
            // Names go first: a death in between leaves results without names, which are removed when this is done
            // again.
            for (Result result : results) {
                Files.deleteIfExists(place(result));
            }
            database.write(changes -> {
                changes.update("DELETE FROM result WHERE job = ?", id);
                return changes.update(
                        "UPDATE job SET state = 'queued', started = 0 WHERE id = ? AND state = 'running'", id);
            });
            for (Result result : results) {
                removeBytes(result);
            }
        } catch (IOException e) {
            throw new StoreException("The results of the job " + id + " cannot be removed: " + e.getMessage(), e);
        }
    }

    private void removeBytes(Result result) throws IOException {
        if (jobs.ofBytes(result.sha256()).isEmpty()) {
            Files.deleteIfExists(blob(result.sha256()));
        }
    }

    private Result named(Job job, Made made, String hash, long bytes, List<Result> before) {
        int slash = made.prefix().lastIndexOf('/');
        String folder = slash < 0 ? "" : made.prefix().substring(0, slash);
        String stem = made.prefix().substring(slash + 1);
        Path area = folders.of(job.owner(), made.area());
        Path directory = area.resolve(folder).normalize();
        if (!directory.startsWith(area)) {
            throw new IllegalArgumentException("The prefix " + made.prefix() + " leads out of the folder.");
        }
        String name = names.next(
                directory,
                stem,
                made.extension(),
                made.counted(),
                candidate ->
                        jobs.named(job.owner(), made.area(), folder, candidate).isPresent()
                                || before.stream()
                                        .anyMatch(other -> other.area().equals(made.area())
                                                && other.folder().equals(folder)
                                                && other.name().equals(candidate)));
        int position = (int) before.stream()
                .filter(other ->
                        other.node().equals(made.node()) && other.output().equals(made.output()))
                .count();
        return new Result(
                job.id(),
                job.owner(),
                made.node(),
                made.output(),
                position,
                hash,
                bytes,
                made.media(),
                made.width(),
                made.height(),
                made.area(),
                folder,
                name);
    }

    private static void insert(Database.Changes changes, Result result) throws java.sql.SQLException {
        changes.update(
                "INSERT INTO result (job, owner, node, output, position, sha256, bytes, media, width, height, area,"
                        + " folder, name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                result.job(),
                result.owner(),
                result.node(),
                result.output(),
                result.position(),
                result.sha256(),
                result.bytes(),
                result.media(),
                result.width(),
                result.height(),
                result.area(),
                result.folder(),
                result.name());
    }

    private Path place(Result result) {
        Path directory = folders.of(result.owner(), result.area());
        return (result.folder().isEmpty() ? directory : directory.resolve(result.folder())).resolve(result.name());
    }

    private void link(Result result) {
        Path place = place(result);
        try {
            Files.createDirectories(place.resolveSibling(""));
            DurableFiles.link(folders.temporary(), blob(result.sha256()), place);
            database.write(changes -> changes.update(
                    "UPDATE result SET linked = 1 WHERE owner = ? AND area = ? AND folder = ? AND name = ?",
                    result.owner(),
                    result.area(),
                    result.folder(),
                    result.name()));
        } catch (IOException e) {
            LOG.warn("The result {} has no name in the output folder: {}", place, e.toString());
        }
    }

    /** Removes an ended job with its results; false if there is none. */
    public synchronized boolean remove(String id) {
        List<Result> results = jobs.results(id);
        boolean removed = database.write(changes ->
                        changes.update("DELETE FROM job WHERE id = ? AND state NOT IN ('queued', 'running')", id))
                == 1;
        if (removed) {
            for (Result result : results) {
                try {
                    Files.deleteIfExists(place(result));
                    removeBytes(result);
                } catch (IOException e) {
                    LOG.warn("A result of a removed job stays: {}", e.toString());
                }
            }
        }
        return removed;
    }

    /** Removes what is not to be kept any longer, and tells how many jobs that were. */
    public int sweep(long now) {
        record Ended(String id, long ended, long bytes) {}
        List<Ended> newest = database.read(
                row -> new Ended(row.getString(1), row.getLong(2), row.getLong(3)),
                "SELECT id, ended, (SELECT coalesce(sum(bytes), 0) FROM result WHERE result.job = job.id) FROM job"
                        + " WHERE ended > 0 ORDER BY ended DESC, seq DESC");
        int kept = 0;
        int removed = 0;
        long bytes = 0;
        for (Ended job : newest) {
            bytes += job.bytes();
            if (kept >= retention.jobs()
                    || now - job.ended() > retention.age().toMillis()
                    || bytes > retention.bytes()) {
                removed += remove(job.id()) ? 1 : 0;
            } else {
                kept++;
            }
        }
        return removed;
    }

    /** How long jobs took lately, in milliseconds; 0 if none ended. */
    public double usualMillis() {
        return database.read(
                        row -> row.getDouble(1),
                        "SELECT coalesce(avg(ended - started), 0) FROM (SELECT ended, started FROM job WHERE state ="
                                + " 'done' ORDER BY ended DESC LIMIT 20)")
                .get(0);
    }

    @Override
    public void close() {
        database.close();
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            LOG.warn("The lock of {} could not be released: {}", folders.root(), e.toString());
        }
    }

    /** A name's text as it is compared: file systems differ in whether case matters. */
    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
