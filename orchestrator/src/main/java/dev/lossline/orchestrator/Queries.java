package dev.lossline.orchestrator;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads of the results. */
@ApplicationScoped
class Queries {
    private final AgroalDataSource dataSource;

    Queries(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Makes something of a row. */
    @FunctionalInterface
    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /**
     * The rows of a query.
     *
     * @throws ProblemException 503 where the database cannot be asked
     */
    <T> List<T> list(String sql, RowMapper<T> mapper, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
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
        } catch (SQLException e) {
            throw ProblemException.unavailable(
                    "The results cannot be read at the moment: " + e.getMessage() + ". Try again in a while.", e);
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
