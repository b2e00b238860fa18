package dev.lossline.evaluator;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/**
 * One statement for many rows, whose parameters are arrays, one a column: for tables of which a batch holds thousands
 * of rows, where a statement a row would take most of the time. The statement reads them with {@code unnest}.
 */
final class Columns<T> {
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
    interface Setting<T> {
        void set(Columns<T> columns) throws SQLException;
    }

    /** Executes a statement with the rows, where there are any. */
    static <T> void write(Connection connection, String sql, List<T> rows, Setting<T> parameters) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(new Columns<>(connection, statement, rows));
            statement.executeUpdate();
        }
    }

    /** Makes something of a result. */
    @FunctionalInterface
    interface Reading<R> {
        R of(ResultSet result) throws SQLException;
    }

    /** Executes a query with the rows as parameters. */
    static <T, R> R read(Connection connection, String sql, List<T> rows, Setting<T> parameters, Reading<R> reading)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(new Columns<>(connection, statement, rows));
            try (ResultSet result = statement.executeQuery()) {
                return reading.of(result);
            }
        }
    }

    /**
     * The next parameter.
     *
     * @param type PostgreSQL's name of the elements' type
     */
    Columns<T> add(String type, Function<T, Object> value) throws SQLException {
        Object[] values = rows.stream().map(value).toArray();
        statement.setArray(++last, connection.createArrayOf(type, values));
        return this;
    }
}
