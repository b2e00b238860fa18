package dev.lossline.evaluator.database;

import dev.lossline.contract.topic.ServiceFaultException;
import dev.lossline.evaluator.EvaluatorConfig;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Runs transactions; waits while the database is unavailable instead of failing. */
@ApplicationScoped
public class Database {
    private static final Logger LOG = Logger.getLogger(Database.class);

    private final AgroalDataSource dataSource;
    private final EvaluatorConfig config;
    private final ProcessExit exit;
    private volatile String waitsFor;

    Database(AgroalDataSource dataSource, EvaluatorConfig config, ProcessExit exit) {
        this.dataSource = dataSource;
        this.config = config;
        this.exit = exit;
    }

    /** Work inside a transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /**
     * Does the work and commits. Retries as long as the database is unavailable. A damaged database ends the process:
     * after a restart it may be repaired or replaced.
     *
     * @throws RejectedDataException if the database is available but rejects the data
     * @throws DamagedDatabaseException if the database reports corruption
     */
    public <T> T inTransaction(Work<T> work) throws InterruptedException {
        while (true) {
            try {
                T result = once(work);
                waitsFor = null;
                return result;
            } catch (SQLException e) {
                switch (SqlFault.of(e)) {
                    case DATA -> throw new RejectedDataException(e);
                    case DAMAGE -> {
                        exit.with(
                                "The database is damaged: %s (SQLSTATE %s). Check PostgreSQL's log and its disk, restore it or run ./lossline rebuild"
                                        .formatted(e.getMessage(), e.getSQLState()));
                        throw new DamagedDatabaseException(e);
                    }
                    case PASSING -> waitBecauseOf(e);
                }
            }
        }
    }

    private void waitBecauseOf(SQLException e) throws InterruptedException {
        waitsFor = String.valueOf(e.getMessage());
        LOG.warnf("Waiting for the database: %s", e.getMessage());
        Thread.sleep(config.retryDelay());
    }

    /** Why the last transaction is still being retried, such as a full disk; empty if it succeeded. */
    public Optional<String> waitsFor() {
        return Optional.ofNullable(waitsFor);
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                limit(connection);
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection);
                throw e;
            }
        }
    }

    /**
     * Sets the timeouts for this transaction only, not for the connection, because Flyway keeps a transaction open for
     * the whole migration. The row of a partition is locked until the commit; without a limit, a process that is frozen
     * or loses its machine would hold the lock as long as its connection exists.
     */
    private void limit(Connection connection) throws SQLException {
        try (PreparedStatement limits = connection.prepareStatement("""
            select set_config('lock_timeout', ?, true), set_config('idle_in_transaction_session_timeout', ?, true)\
            """)) {
            limits.setString(1, milliseconds(config.lockTimeout()));
            limits.setString(2, milliseconds(config.standstillTimeout()));
            limits.execute();
        }
    }

    private static String milliseconds(Duration duration) {
        return duration.toMillis() + "ms";
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debugf(e, "rollback failed; the connection is gone");
        }
    }

    /** The database rejects the data itself; retrying would fail in the same way. */
    public static final class RejectedDataException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RejectedDataException(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** The stored data is corrupted; no message is to blame. */
    public static final class DamagedDatabaseException extends ServiceFaultException {
        private static final long serialVersionUID = 1;

        DamagedDatabaseException(SQLException cause) {
            super("The database is damaged: " + cause.getMessage(), cause);
        }
    }
}
