package dev.lossline.drill.harness;

import dev.lossline.stack.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Queries the tables as the read-only role. */
public final class Tables {
    private static final String READER = "lossline_reader";

    private final String url;

    Tables(int port) {
        this.url = PostgresServer.jdbcUrl(port);
    }

    /** Maps a row. */
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /**
     * Runs a query.
     *
     * @throws IllegalStateException if the database cannot be queried
     */
    public <T> List<T> list(String sql, RowMapper<T> mapper, Object... parameters) {
        try (Connection connection = DriverManager.getConnection(url, READER, READER);
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
            throw new IllegalStateException("cannot query PostgreSQL: " + e.getMessage(), e);
        }
    }

    /** The single number that a query returns. */
    public long number(String sql, Object... parameters) {
        return list(sql, row -> row.getLong(1), parameters).getFirst();
    }

    /** The number of recorded epochs of an experiment. */
    public long epochs(UUID experiment) {
        return number("select count(*) from epoch join trial using (trial_id) where experiment_id = ?", experiment);
    }

    /** The number of attempts of an experiment's trials. */
    public long attempts(UUID experiment) {
        return number("select count(*) from attempt join trial using (trial_id) where experiment_id = ?", experiment);
    }

    /** The number of trials that are trained and evaluated, with every epoch and the model recorded. */
    public long finished(UUID experiment) {
        return number("""
                select count(*) from trial t
                where t.experiment_id = ? and t.state = 'completed'
                  and exists (select from evaluation e where e.trial_id = t.trial_id)
                  and exists (select from model m where m.trial_id = t.trial_id)
                  and (select count(*) from epoch e where e.trial_id = t.trial_id) = t.epochs""", experiment);
    }
}
