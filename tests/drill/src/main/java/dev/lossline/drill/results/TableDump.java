package dev.lossline.drill.results;

import dev.lossline.drill.harness.Outcome;
import dev.lossline.drill.harness.Tables;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All rows of all tables, as PostgreSQL formats them as text. Only Flyway's history table is excluded, because it records
 * when the schema was created.
 *
 * @param rows the rows of each table, sorted as text
 */
public record TableDump(Map<String, List<String>> rows) {
    private static final String JOURNAL = "flyway_schema_history";

    public static TableDump of(Tables tables) {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String table : tables.list(
                "select tablename from pg_tables where schemaname = 'public' and tablename <> ?",
                row -> row.getString(1),
                JOURNAL)) {
            rows.put(table, tables.list("select t::text from " + table + " t order by 1", row -> row.getString(1)));
        }
        return new TableDump(rows);
    }

    /** A copy without some tables. */
    public TableDump without(Set<String> tables) {
        Map<String, List<String>> others = new TreeMap<>(rows);
        others.keySet().removeAll(tables);
        return new TableDump(others);
    }

    long size() {
        return rows.values().stream().mapToLong(List::size).sum();
    }

    /** The SHA-256 of all rows, for display. */
    String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            rows.forEach((table, lines) ->
                    lines.forEach(line -> digest.update((table + " " + line + "\n").getBytes(StandardCharsets.UTF_8))));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    /** The tables that differ and their first differing rows, for display. */
    String differences(TableDump other) {
        List<String> different = new ArrayList<>();
        rows.forEach((table, lines) -> {
            List<String> others = other.rows().getOrDefault(table, List.of());
            if (!lines.equals(others)) {
                String first = lines.stream()
                        .filter(line -> !others.contains(line))
                        .findFirst()
                        .orElse("");
                different.add(
                        "%s has %d rows and %d, such as %.200s".formatted(table, lines.size(), others.size(), first));
            }
        });
        return String.join("; ", different);
    }

    /** Adds a check that both dumps are identical. */
    public void checkEqual(Outcome outcome, String claim, TableDump other) {
        boolean equal = equals(other);
        outcome.check(
                claim,
                equal,
                equal
                        ? "%d rows of %d tables, sha256 %.8s".formatted(size(), rows.size(), sha256())
                        : differences(other));
    }
}
