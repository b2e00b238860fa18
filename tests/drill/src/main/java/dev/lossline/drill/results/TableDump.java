package dev.lossline.drill.results;

import dev.lossline.drill.harness.Findings;
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
 * All rows of all tables as text, as PostgreSQL writes them. No column is left out; of the tables, only Flyway's own
 * journal, which says when the schema was made.
 *
 * @param rows of each table, in the order of their text
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

    /** The same without some tables. */
    public TableDump without(Set<String> tables) {
        Map<String, List<String>> others = new TreeMap<>(rows);
        others.keySet().removeAll(tables);
        return new TableDump(others);
    }

    long size() {
        return rows.values().stream().mapToLong(List::size).sum();
    }

    /** Of the bytes of all rows, so that a person can compare, too. */
    String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            rows.forEach((table, lines) ->
                    lines.forEach(line -> digest.update((table + " " + line + "\n").getBytes(StandardCharsets.UTF_8))));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What is different, for people: which tables, and their first rows that the other has not. */
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

    /** Adds that the other is the same to the last byte. */
    public void checkEqual(Findings findings, String claim, TableDump other) {
        boolean equal = equals(other);
        findings.check(
                claim,
                equal,
                equal
                        ? "%d rows of %d tables, sha256 %.8s".formatted(size(), rows.size(), sha256())
                        : differences(other));
    }
}
