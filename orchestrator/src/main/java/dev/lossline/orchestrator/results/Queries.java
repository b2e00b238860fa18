package dev.lossline.orchestrator.results;

import dev.lossline.orchestrator.problem.ProblemException;
import io.agroal.api.AgroalDataSource;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Runs queries. A caller holds at most one connection: starting a query while reading the rows of another one fails,
 * because callers that hold a connection and wait for a second one would deadlock.
 */
@ApplicationScoped
public class Queries {
    private static final Logger LOG = Logger.getLogger(Queries.class);

    /** Includes the validation of an idle connection, which a hanging database never answers. */
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(1);

    /** SQLSTATEs for a lock timeout and for a cancelled statement. */
    private static final Set<String> TIMED_OUT = Set.of("55P03", "57014");

    private static final String UNAVAILABLE_MESSAGE = "the database is not responding";

    /** Set while a thread reads rows. */
    private static final ThreadLocal<Boolean> READING = new ThreadLocal<>();

    private final AgroalDataSource dataSource;
    private final ExecutorService connecting = Executors.newVirtualThreadPerTaskExecutor();

    Queries(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Maps a row to a value. It runs while the connection is held, so it must not query. */
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /**
     * Runs a query.
     *
     * @throws ProblemException 503 if the database is unavailable or does not answer in time
     * @throws IllegalStateException if called from the row mapper of another query
     */
    public <T> List<T> list(String sql, RowMapper<T> mapper, Object... parameters) {
        if (READING.get() != null) {
            throw new IllegalStateException(
                    "A query was started within another query's row mapper. Read the outer rows first: " + sql);
        }
        READING.set(true);
        try (Connection connection = connect()) {
            return rows(connection, sql, mapper, parameters);
        } catch (SQLException e) {
            String reason = TIMED_OUT.contains(String.valueOf(e.getSQLState())) ? UNAVAILABLE_MESSAGE : e.getMessage();
            throw ProblemException.unavailable(
                    "The results cannot be read at the moment: " + reason + ". Try again later.", e);
        } finally {
            READING.remove();
        }
    }

    @PreDestroy
    void close() {
        connecting.shutdownNow();
    }

    /** Connects with a timeout. A connection that arrives later is returned to the pool immediately. */
    private Connection connect() throws SQLException {
        CompletableFuture<Connection> connection = CompletableFuture.supplyAsync(this::take, connecting);
        try {
            return connection.get(CONNECTION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            giveBackLate(connection);
            throw new SQLException(UNAVAILABLE_MESSAGE, e);
        } catch (InterruptedException e) {
            giveBackLate(connection);
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for a connection", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw new SQLException(e.getCause());
        }
    }

    private Connection take() {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    private static void giveBackLate(CompletableFuture<Connection> connection) {
        var unused = connection.thenAccept(late -> {
            try {
                late.close();
            } catch (SQLException e) {
                LOG.debug("Cannot close a late connection", e);
            }
        });
    }

    private static <T> List<T> rows(Connection connection, String sql, RowMapper<T> mapper, Object... parameters)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setObject(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet results = query.executeQuery()) {
                while (results.next()) {
                    rows.add(mapper.map(results));
                }
            }
            return rows;
        }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }

    static Double decimal(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : Double.valueOf(value);
    }
}
