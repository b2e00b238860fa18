package dev.lossline.evaluator.tables;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/**
 * A statement for many rows whose parameters are arrays, one per column. It is for tables that get thousands of rows
 * per batch, for which separate statements would be too slow. The statement reads the arrays with {@code unnest}.
 */
public final class Columns<T> {
    private final Connection connection;
    private final PreparedStatement statement;
    private final List<T> rows;
    private int last;

    private Columns(Connection connection, PreparedStatement statement, List<T> rows) {
        this.connection = connection;
        this.statement = statement;
        this.rows = rows;
    }

    /** Sets the parameters. */
    @FunctionalInterface
    public interface Setting<T> {
        void set(Columns<T> columns) throws SQLException;
    }

    /** Executes a statement with the rows, if there are any. */
    public static <T> void write(Connection connection, String sql, List<T> rows, Setting<T> parameters)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(new Columns<>(connection, statement, rows));
            statement.executeUpdate();
        }
    }

    /** Reads a result set. */
    @FunctionalInterface
    public interface Reading<R> {
        R of(ResultSet result) throws SQLException;
    }

    /** Executes a query with the rows as parameters. */
    public static <T, R> R read(
            Connection connection, String sql, List<T> rows, Setting<T> parameters, Reading<R> reading)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(new Columns<>(connection, statement, rows));
            try (ResultSet result = statement.executeQuery()) {
                return reading.of(result);
            }
        }
    }

    /**
     * Sets the next parameter.
     *
     * @param type PostgreSQL's name of the element type
     */
    public Columns<T> add(String type, Function<T, Object> value) throws SQLException {
        Object[] values = rows.stream().map(value).toArray();
        statement.setArray(++last, connection.createArrayOf(type, values));
        return this;
    }
}
