package dev.lossline.evaluator.tables;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;

/** A statement that is executed for many rows of parameters. */
final class Statements {
    private Statements() {}

    /** Sets the parameters of one row. */
    @FunctionalInterface
    interface Row<T> {
        void set(PreparedStatement statement, T row) throws SQLException;
    }

    static <T> void batch(Connection connection, String sql, Collection<T> rows, Row<T> parameters)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (T row : rows) {
                parameters.set(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Converts a number for the tables: NaN and infinities, which logs of older versions may contain, become null. */
    static Double finite(Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.from(instant);
    }
}
