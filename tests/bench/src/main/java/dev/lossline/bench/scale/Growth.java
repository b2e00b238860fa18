package dev.lossline.bench.scale;

import dev.lossline.bench.harness.BenchStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Bytes on disk of each table, including its indexes, and of each topic. */
record Growth(Map<String, Long> tables, Map<String, Long> topics) {

    static Growth of(BenchStack stack) throws SQLException, IOException {
        Map<String, Long> tables = new TreeMap<>();
        try (Connection connection = stack.connect("lossline_writer");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select relname, pg_total_relation_size(relid) from pg_statio_user_tables""")) {
            while (rows.next()) {
                tables.put(rows.getString(1), rows.getLong(2));
            }
        }
        return new Growth(tables, topics(stack.data("kafka").resolve("log")));
    }

    /** The bytes of a table. */
    long table(String name) {
        return tables.getOrDefault(name, 0L);
    }

    /** The bytes of all tables except one. */
    long tablesWithout(String name) {
        return tables.entrySet().stream()
                .filter(table -> !table.getKey().equals(name))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Each partition is a directory named TOPIC-NUMBER. */
    private static Map<String, Long> topics(Path log) throws IOException {
        Map<String, Long> topics = new TreeMap<>();
        try (Stream<Path> directories = Files.list(log)) {
            for (Path directory : directories.filter(Files::isDirectory).toList()) {
                String name = directory.getFileName().toString();
                topics.merge(name.substring(0, Math.max(0, name.lastIndexOf('-'))), segments(directory), Long::sum);
            }
        }
        return topics;
    }

    /** Only the log segments count: Kafka preallocates the index files. */
    private static long segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            long bytes = 0;
            for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
