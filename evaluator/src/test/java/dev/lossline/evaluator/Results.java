package dev.lossline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** The rows of an experiment, as text. */
public record Results(AgroalDataSource dataSource, UUID experimentId) {
    private static final List<String> TRIAL_TABLES =
            List.of("attempt", "epoch", "evaluation", "confusion", "class_metric", "misclassified", "model");

    /** Every row of every table. */
    public List<String> dump() throws Exception {
        List<String> dump = new ArrayList<>();
        dump.addAll(rows("select t::text from experiment t where experiment_id = ?"));
        dump.addAll(rows("select t::text from trial t where experiment_id = ? order by number"));
        for (String table : TRIAL_TABLES) {
            dump.addAll(ofTrials("t::text", table));
        }
        return dump;
    }

    /** Waits until the tables have all before those offsets. */
    public void awaitRecorded(Map<TopicPartition, Long> ends, Duration deadline) {
        String offsets = "select topic, partition, next_offset from event_offset where ?::uuid is not null";
        List<String> expected = ends.entrySet().stream()
                .filter(end -> end.getValue() > 0)
                .map(end ->
                        "%s|%d|%d".formatted(end.getKey().topic(), end.getKey().partition(), end.getValue()))
                .toList();
        await().atMost(deadline).untilAsserted(() -> assertThat(rows(offsets)).containsAll(expected));
    }

    public void forget() throws Exception {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            for (String table : TRIAL_TABLES) {
                statement.execute("delete from " + table + " where trial_id like '" + experimentId + "%'");
            }
            for (String table : List.of("trial", "experiment")) {
                statement.execute("delete from " + table + " where experiment_id = '" + experimentId + "'");
            }
        }
    }

    /** Rows of a table that knows the trial and not the experiment, in order. */
    public List<String> ofTrials(String columns, String table) throws Exception {
        return rows("select " + columns + " from " + table + " t where trial_id like ?::text || '%' order by t::text");
    }

    /** Rows as text, columns joined by bars; the experiment's id is the parameter. */
    public List<String> rows(String sql) throws Exception {
        List<String> rows = new ArrayList<>();
        try (var connection = dataSource.getConnection();
                var query = connection.prepareStatement(sql)) {
            query.setObject(1, experimentId);
            try (var results = query.executeQuery()) {
                int columns = results.getMetaData().getColumnCount();
                while (results.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(results.getString(i));
                    }
                    rows.add(String.join("|", row.stream().map(String::valueOf).toList()));
                }
            }
        }
        return rows;
    }
}
