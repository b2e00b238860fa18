package dev.lossline.dashboard;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The result of a query, with the types that Grafana assigns to its columns. */
record Frame(List<String> columns, List<Type> types, List<List<Object>> rows) {
    enum Type {
        NUMBER,
        TIME,
        STRING
    }

    static Frame of(ResultSet result) throws SQLException {
        ResultSetMetaData meta = result.getMetaData();
        List<String> columns = new ArrayList<>();
        List<Type> types = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(meta.getColumnLabel(i));
            types.add(type(meta.getColumnType(i), meta.getColumnTypeName(i)));
        }
        List<List<Object>> rows = new ArrayList<>();
        while (result.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                row.add(result.getObject(i));
            }
            rows.add(row);
        }
        return new Frame(columns, types, rows);
    }

    Type type(String column) {
        return types.get(columns.indexOf(column));
    }

    List<Object> values(String column) {
        int index = columns.indexOf(column);
        return rows.stream().map(row -> row.get(index)).collect(Collectors.toCollection(ArrayList::new));
    }

    private static Type type(int sql, String name) {
        return switch (sql) {
            case Types.INTEGER, Types.BIGINT, Types.SMALLINT, Types.DOUBLE, Types.REAL, Types.NUMERIC -> Type.NUMBER;
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> Type.TIME;
            case Types.VARCHAR, Types.CHAR -> Type.STRING;
            default ->
                throw new IllegalArgumentException(
                        "Grafana has no type for PostgreSQL's " + name + "; cast it in the query");
        };
    }
}
