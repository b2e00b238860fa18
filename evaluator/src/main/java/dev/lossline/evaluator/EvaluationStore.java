package dev.lossline.evaluator;

import dev.lossline.contract.TrialEvent.ClassMetric;
import dev.lossline.contract.TrialEvent.TrialEvaluated;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The tables {@code evaluation}, {@code confusion} and {@code class_metric}. */
@ApplicationScoped
class EvaluationStore {
    private record Cell(String trialId, int actual, int predicted, long count) {}

    private record ClassRow(String trialId, ClassMetric metric) {}

    /** That of the last model counts, as in {@link ModelStore}; a model that is scored again changes nothing. */
    void evaluated(Connection connection, List<TrialEvaluated> events) throws SQLException {
        Statements.batch(connection, """
                insert into evaluation (trial_id, attempt, occurred_at, examples, loss, accuracy, model_sha256)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (trial_id) do update
                set attempt = excluded.attempt, occurred_at = excluded.occurred_at, examples = excluded.examples,
                    loss = excluded.loss, accuracy = excluded.accuracy, model_sha256 = excluded.model_sha256
                where evaluation.model_sha256 <> excluded.model_sha256""", events, (row, event) -> {
            row.setString(1, event.trialId().toString());
            row.setInt(2, event.attempt());
            row.setTimestamp(3, Statements.timestamp(event.occurredAt()));
            row.setLong(4, event.examples());
            row.setDouble(5, event.loss());
            row.setDouble(6, event.accuracy());
            row.setString(7, event.modelSha256());
        });
        insertCells(connection, events.stream().flatMap(e -> cells(e).stream()).toList());
        insertClasses(
                connection,
                events.stream()
                        .flatMap(e -> e.classes().stream()
                                .map(metric -> new ClassRow(e.trialId().toString(), metric)))
                        .toList());
    }

    private static List<Cell> cells(TrialEvaluated event) {
        List<Cell> cells = new ArrayList<>();
        for (int actual = 0; actual < event.confusion().size(); actual++) {
            List<Long> row = event.confusion().get(actual);
            for (int predicted = 0; predicted < row.size(); predicted++) {
                cells.add(new Cell(event.trialId().toString(), actual, predicted, row.get(predicted)));
            }
        }
        return cells;
    }

    private static void insertCells(Connection connection, List<Cell> cells) throws SQLException {
        Statements.batch(connection, """
                insert into confusion (trial_id, actual, predicted, count) values (?, ?, ?, ?)
                on conflict (trial_id, actual, predicted) do update set count = excluded.count
                where confusion.count <> excluded.count""", cells, (row, cell) -> {
            row.setString(1, cell.trialId());
            row.setInt(2, cell.actual());
            row.setInt(3, cell.predicted());
            row.setLong(4, cell.count());
        });
    }

    private static void insertClasses(Connection connection, List<ClassRow> classes) throws SQLException {
        Statements.batch(connection, """
                insert into class_metric (trial_id, label, precision, recall, f1, support) values (?, ?, ?, ?, ?, ?)
                on conflict (trial_id, label) do update
                set precision = excluded.precision, recall = excluded.recall, f1 = excluded.f1,
                    support = excluded.support""", classes, (row, of) -> {
            row.setString(1, of.trialId());
            row.setInt(2, of.metric().label());
            row.setDouble(3, of.metric().precision());
            row.setDouble(4, of.metric().recall());
            row.setDouble(5, of.metric().f1());
            row.setLong(6, of.metric().support());
        });
    }
}
