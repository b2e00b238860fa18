package dev.lossline.evaluator;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The table {@code event_offset}. */
@ApplicationScoped
class OffsetStore {

    Map<TopicPartition, Long> read(Connection connection) throws SQLException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        try (PreparedStatement select =
                        connection.prepareStatement("select topic, partition, next_offset from event_offset");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                offsets.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
            }
        }
        return offsets;
    }

    void write(Connection connection, Map<TopicPartition, Long> nextOffsets) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                insert into event_offset (topic, partition, next_offset) values (?, ?, ?)
                on conflict (topic, partition) do update
                set next_offset = greatest(event_offset.next_offset, excluded.next_offset)""")) {
            // In one order everywhere, so that two recorders cannot wait for each other.
            for (var entry : inOrder(nextOffsets).entrySet()) {
                upsert.setString(1, entry.getKey().topic());
                upsert.setInt(2, entry.getKey().partition());
                upsert.setLong(3, entry.getValue());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private static Map<TopicPartition, Long> inOrder(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Long> ordered = new TreeMap<>(
                java.util.Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        ordered.putAll(offsets);
        return ordered;
    }
}
