package dev.lossline.evaluator;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Transactions that wait for a database that is away, rather than fail. */
@ApplicationScoped
class Database {
    private static final Logger LOG = Logger.getLogger(Database.class);

    /**
     * SQLSTATE classes of what passes: connection, transaction state (read-only), login, no database or schema,
     * rollback (deadlock), no table or no right to it, resources (disk, memory, connections), no lock in time, operator
     * intervention (shutdown, start), system error. None of them is about the data. See PostgreSQL's appendix "Error
     * Codes".
     */
    private static final Set<String> PASSING = Set.of("08", "25", "28", "3D", "3F", "40", "42", "53", "55", "57", "58");

    private final AgroalDataSource dataSource;
    private final EvaluatorConfig config;
    private volatile String waitsFor;

    Database(AgroalDataSource dataSource, EvaluatorConfig config) {
        this.dataSource = dataSource;
        this.config = config;
    }

    /** Work inside a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /**
     * Does the work and commits; tries again for as long as the database is away.
     *
     * @throws RejectedDataException where the database is there and refuses the data
     */
    <T> T inTransaction(Work<T> work) throws InterruptedException {
        while (true) {
            try {
                T result = once(work);
                waitsFor = null;
                return result;
            } catch (SQLException e) {
                if (!passes(e)) {
                    throw new RejectedDataException(e);
                }
                waitsFor = String.valueOf(e.getMessage());
                LOG.warnf("Waiting for the database: %s", e.getMessage());
                Thread.sleep(config.retryDelay());
            }
        }
    }

    /** Why the last transaction could not be done yet, such as a full disk; empty where it was. */
    Optional<String> waitsFor() {
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
            } catch (SQLException | RuntimeException e) {
                rollback(connection);
                throw e;
            }
        }
    }

    /**
     * Of this transaction alone, not of the connection: Flyway keeps a transaction open for as long as a migration takes.
     * The row of a partition is locked until the commit; a process that is frozen, or whose machine is lost, in between
     * would hold it for as long as its connection lasts.
     */
    private void limit(Connection connection) throws SQLException {
        try (PreparedStatement limits = connection.prepareStatement("""
                select set_config('lock_timeout', ?, true), set_config('idle_in_transaction_session_timeout', ?, true)""")) {
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

    private static boolean passes(SQLException e) {
        // Agroal's own timeouts and refusals have no state.
        return e.getSQLState() == null
                || e.getSQLState().length() < 2
                || PASSING.contains(e.getSQLState().substring(0, 2));
    }

    /** The database refuses the data itself; trying again would end the same way. */
    static final class RejectedDataException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RejectedDataException(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
