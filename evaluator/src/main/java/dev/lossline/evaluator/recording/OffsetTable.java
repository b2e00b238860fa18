package dev.lossline.evaluator.recording;

import dev.lossline.evaluator.tables.Columns;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The table {@code event_offset}. */
@ApplicationScoped
public class OffsetTable {
    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    Map<TopicPartition, Long> read(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("select topic, partition, next_offset from event_offset");
                ResultSet rows = select.executeQuery()) {
            return offsets(rows);
        }
    }

    /** Locks the rows of the partitions until the end of the transaction, and reads them. */
    public Map<TopicPartition, Long> lock(Connection connection, Collection<TopicPartition> partitions)
            throws SQLException {
        // The same order everywhere prevents deadlocks between recorders.
        List<TopicPartition> ordered = partitions.stream().sorted(ORDER).toList();
        Columns.write(connection, """
                insert into event_offset (topic, partition, next_offset)
                select topic, partition, 0 from unnest(?::text[], ?::integer[]) wanted(topic, partition)
                on conflict do nothing""", ordered, OffsetTable::setPartitions);
        return Columns.read(connection, """
                select topic, partition, next_offset from event_offset
                where (topic, partition) in (select * from unnest(?::text[], ?::integer[]))
                order by topic collate "C", partition for update""", ordered, OffsetTable::setPartitions, OffsetTable::offsets);
    }

    private static void setPartitions(Columns<TopicPartition> columns) throws SQLException {
        columns.add("text", TopicPartition::topic).add("integer", TopicPartition::partition);
    }

    private static Map<TopicPartition, Long> offsets(ResultSet rows) throws SQLException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        while (rows.next()) {
            offsets.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
        }
        return offsets;
    }

    public void write(Connection connection, Map<TopicPartition, Long> nextOffsets) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                insert into event_offset (topic, partition, next_offset) values (?, ?, ?)
                on conflict (topic, partition) do update
                set next_offset = greatest(event_offset.next_offset, excluded.next_offset)""")) {
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
        Map<TopicPartition, Long> ordered = new TreeMap<>(ORDER);
        ordered.putAll(offsets);
        return ordered;
    }
}
