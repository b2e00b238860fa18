package dev.lossline.evaluator;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;

/** One statement with many rows of parameters. */
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

    /** A number as tables hold it: null for NaN and infinities, which the log of an older version may hold. */
    static Double finite(Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.from(instant);
    }
}
