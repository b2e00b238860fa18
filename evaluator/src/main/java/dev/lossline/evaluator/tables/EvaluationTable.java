package dev.lossline.evaluator.tables;

import dev.lossline.contract.event.TrialEvent.EvaluationFailed;
import dev.lossline.contract.event.TrialEvent.TrialEvaluated;
import dev.lossline.evaluator.evaluation.ModelEvaluation;
import dev.lossline.specification.evaluation.ClassMetric;
import dev.lossline.specification.evaluation.Misclassified;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables {@code evaluation}, {@code confusion}, {@code class_metric} and {@code misclassified}. */
@ApplicationScoped
public class EvaluationTable {
    private final EvaluationFailures failures;

    EvaluationTable(EvaluationFailures failures) {
        this.failures = failures;
    }

    private static EvaluationFailed failure(TrialEvaluated event) {
        return new EvaluationFailed(
                event.trialId(),
                event.attempt(),
                event.occurredAt(),
                1,
                ModelEvaluation.NON_FINITE_LOSS,
                event.modelSha256());
    }

    private record Cell(String trialId, int actual, int predicted, long count) {}

    private record ClassRow(String trialId, ClassMetric metric) {}

    private record MistakesRow(String trialId, int actual, int predicted, List<Integer> examples) {}

    /**
     * Records evaluations. The evaluation of the last model wins, as in {@link ModelTable}; scoring a model again
     * changes nothing. An evaluation with a non-finite loss, which old logs may contain, is a failure.
     */
    public void evaluated(Connection connection, List<TrialEvaluated> all) throws SQLException {
        Map<Boolean, List<TrialEvaluated>> byFiniteness =
                all.stream().collect(Collectors.partitioningBy(event -> Double.isFinite(event.loss())));
        List<TrialEvaluated> events = byFiniteness.get(true);
        failures.failed(
                connection,
                byFiniteness.get(false).stream().map(EvaluationTable::failure).toList());
        failures.succeeded(connection, events);
        Statements.batch(connection, """
                insert into evaluation (trial_id, attempt, occurred_at, examples, loss, accuracy, model_sha256,
                                        weights_sha256)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (trial_id) do update
                set attempt = excluded.attempt, occurred_at = excluded.occurred_at, examples = excluded.examples,
                    loss = excluded.loss, accuracy = excluded.accuracy, model_sha256 = excluded.model_sha256,
                    weights_sha256 = excluded.weights_sha256
                where evaluation.model_sha256 <> excluded.model_sha256\
                """, events, (row, event) -> {
            row.setString(1, event.trialId().toString());
            row.setInt(2, event.attempt());
            row.setTimestamp(3, Statements.timestamp(event.occurredAt()));
            row.setLong(4, event.examples());
            row.setDouble(5, event.loss());
            row.setDouble(6, event.accuracy());
            row.setString(7, event.modelSha256());
            row.setString(8, event.weightsSha256());
        });
        Collection<TrialEvaluated> last = lastOfEachTrial(events);
        insertCells(connection, last.stream().flatMap(EvaluationTable::cells).toList());
        insertClasses(
                connection, last.stream().flatMap(EvaluationTable::classes).toList());
        insertMistakes(
                connection, last.stream().flatMap(EvaluationTable::mistakes).toList());
    }

    /** A single statement cannot update a row twice. */
    private static Collection<TrialEvaluated> lastOfEachTrial(List<TrialEvaluated> events) {
        return events.stream()
                .collect(Collectors.toMap(
                        TrialEvaluated::trialId, Function.identity(), (first, second) -> second, LinkedHashMap::new))
                .values();
    }

    private static Stream<ClassRow> classes(TrialEvaluated event) {
        return event.classes().stream()
                .map(metric -> new ClassRow(event.trialId().toString(), metric));
    }

    private static Stream<Cell> cells(TrialEvaluated event) {
        List<Cell> cells = new ArrayList<>();
        for (int actual = 0; actual < event.confusion().size(); actual++) {
            List<Long> row = event.confusion().get(actual);
            for (int predicted = 0; predicted < row.size(); predicted++) {
                cells.add(new Cell(event.trialId().toString(), actual, predicted, row.get(predicted)));
            }
        }
        return cells.stream();
    }

    /**
     * One row per off-diagonal cell, including empty cells, because the cell may have had examples for a previous
     * model.
     */
    private static Stream<MistakesRow> mistakes(TrialEvaluated event) {
        if (event.misclassified() == null) {
            return Stream.empty();
        }
        Map<List<Integer>, List<Integer>> examples = event.misclassified().stream()
                .collect(Collectors.toMap(
                        cell -> List.of(cell.actual(), cell.predicted()),
                        Misclassified::examples,
                        (first, second) -> second));
        return cells(event)
                .filter(cell -> cell.actual() != cell.predicted())
                .map(cell -> new MistakesRow(
                        cell.trialId(),
                        cell.actual(),
                        cell.predicted(),
                        examples.getOrDefault(List.of(cell.actual(), cell.predicted()), List.of())));
    }

    private static void insertCells(Connection connection, List<Cell> cells) throws SQLException {
        Columns.write(
                connection,
                """
                insert into confusion (trial_id, actual, predicted, count)
                select * from unnest(?::text[], ?::integer[], ?::integer[], ?::bigint[])
                on conflict (trial_id, actual, predicted) do update set count = excluded.count
                where confusion.count <> excluded.count\
                """,
                cells,
                columns -> columns.add("text", Cell::trialId)
                        .add("integer", Cell::actual)
                        .add("integer", Cell::predicted)
                        .add("bigint", Cell::count));
    }

    /** The lists are passed as text, because unnest would flatten them. */
    private static void insertMistakes(Connection connection, List<MistakesRow> mistakes) throws SQLException {
        Columns.write(
                connection,
                """
                insert into misclassified (trial_id, actual, predicted, test_indexes)
                select t, a, p, i::integer[] from unnest(?::text[], ?::integer[], ?::integer[], ?::text[]) r(t, a, p, i)
                on conflict (trial_id, actual, predicted) do update set test_indexes = excluded.test_indexes
                where misclassified.test_indexes <> excluded.test_indexes\
                """,
                mistakes,
                columns -> columns.add("text", MistakesRow::trialId)
                        .add("integer", MistakesRow::actual)
                        .add("integer", MistakesRow::predicted)
                        .add(
                                "text",
                                row -> row.examples().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(",", "{", "}"))));
    }

    private static void insertClasses(Connection connection, List<ClassRow> classes) throws SQLException {
        Columns.write(
                connection,
                """
                insert into class_metric (trial_id, label, precision, recall, f1, support)
                select * from unnest(?::text[], ?::integer[], ?::float8[], ?::float8[], ?::float8[], ?::bigint[])
                on conflict (trial_id, label) do update
                set precision = excluded.precision, recall = excluded.recall, f1 = excluded.f1,
                    support = excluded.support\
                """,
                classes,
                columns -> columns.add("text", ClassRow::trialId)
                        .add("integer", row -> row.metric().label())
                        .add("float8", row -> row.metric().precision())
                        .add("float8", row -> row.metric().recall())
                        .add("float8", row -> row.metric().f1())
                        .add("bigint", row -> row.metric().support()));
    }
}
