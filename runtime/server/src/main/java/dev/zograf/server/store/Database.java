package dev.zograf.server.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteDataSource;

/**
 * A SQLite database in WAL mode: one connection writes, a few read, and neither waits for the other. A transaction is on disk when it
 * returns ({@code synchronous=FULL}), so that it outlives the process and the machine's power. Thread-safe.
 */
final class Database implements AutoCloseable {

    private static final int READERS = 4;

    /** Takes a row apart. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Changes of one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T with(Changes changes) throws SQLException;
    }

    /** Statements of one transaction. */
    static final class Changes {
        private final Connection connection;

        private Changes(Connection connection) {
            this.connection = connection;
        }

        /** Runs a statement and tells how many rows it touched. */
        int update(String sql, Object... values) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, values);
                return statement.executeUpdate();
            }
        }

        <T> List<T> query(Row<T> row, String sql, Object... values) throws SQLException {
            return Database.query(connection, row, sql, values);
        }
    }

    private final Connection writer;
    private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);
    private final List<Connection> all = new ArrayList<>();

    /** Opens the file, which is made if need be, and brings its tables to their present form. */
    Database(Path file) {
        String url = "jdbc:sqlite:" + file.toAbsolutePath();
        try {
            SQLiteDataSource source = new SQLiteDataSource();
            source.setUrl(url);
            source.setJournalMode("WAL");
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:dev/zograf/server/store/migrations")
                    .load()
                    .migrate();
            writer = open(url);
            for (int i = 0; i < READERS; i++) {
                readers.add(open(url));
            }
        } catch (SQLException e) {
            close();
            throw new StoreException("The database " + file + " cannot be opened: " + e.getMessage() + ".", e);
        }
    }

    private Connection open(String url) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        all.add(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("PRAGMA foreign_keys=ON");
            statement.execute("PRAGMA busy_timeout=10000");
        }
        return connection;
    }

    /** A transaction, which is on disk when this returns; nothing of it is if the work throws. */
    <T> T write(Work<T> work) {
        synchronized (writer) {
            try {
                writer.setAutoCommit(false);
                try {
                    T result = work.with(new Changes(writer));
                    writer.commit();
                    return result;
                } catch (SQLException | RuntimeException e) {
                    writer.rollback();
                    throw e;
                } finally {
                    writer.setAutoCommit(true);
                }
            } catch (SQLException e) {
                throw new StoreException("The database cannot be written: " + e.getMessage() + ".", e);
            }
        }
    }

    <T> List<T> read(Row<T> row, String sql, Object... values) {
        boolean interrupted = false;
        Connection connection = null;
        while (connection == null) {
            try {
                connection = readers.take();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        try {
            return query(connection, row, sql, values);
        } catch (SQLException e) {
            throw new StoreException("The database cannot be read: " + e.getMessage() + ".", e);
        } finally {
            readers.add(connection);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> List<T> query(Connection connection, Row<T> row, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            List<T> rows = new ArrayList<>();
            try (ResultSet set = statement.executeQuery()) {
                while (set.next()) {
                    rows.add(row.read(set));
                }
            }
            return rows;
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    @Override
    public void close() {
        for (Connection connection : all) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new StoreException("The database cannot be closed: " + e.getMessage() + ".", e);
            }
        }
    }
}
