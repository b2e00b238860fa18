package dev.lossline.orchestrator.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.contract.api.AttemptRepresentation;
import dev.lossline.contract.api.EpochRepresentation;
import dev.lossline.contract.api.EvaluationRepresentation;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.contract.event.State;
import dev.lossline.specification.Json;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.specification.evaluation.ClassMetric;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads trials from the tables. */
@ApplicationScoped
public class TrialStore {
    private static final String SELECT = """
        select s.*, t.specification, c.curve
        from trial_summary s
        join trial t using (trial_id)
        left join lateral (
            select array_agg(e.training_loss order by e.epoch)
                   filter (where e.training_loss is not null) as curve
            from generate_series(1, s.epoch, greatest(1, (s.epoch + %1$d - 1) / %1$d)) point
            join epoch e on e.trial_id = s.trial_id and e.epoch = point) c on true
        where t.specification is not null
        """.formatted(TrialRepresentation.CURVE_POINTS - 1);

    private final Queries queries;

    TrialStore(Queries queries) {
        this.queries = queries;
    }

    public List<TrialRepresentation> of(UUID experimentId, int after, int limit) {
        return queries.list(
                SELECT + "and s.experiment_id = ? and s.number > ? order by s.number limit ?",
                TrialStore::representation,
                experimentId,
                after,
                limit);
    }

    /** The trials of an experiment with the given numbers, ordered by number. */
    public List<TrialRepresentation> of(UUID experimentId, Set<Integer> numbers) {
        return queries.list(
                SELECT + "and s.experiment_id = ? and s.number = any (?) order by s.number",
                TrialStore::representation,
                experimentId,
                numbers.toArray(Integer[]::new));
    }

    public Optional<TrialRepresentation> find(TrialId id) {
        return queries.list(SELECT + "and s.trial_id = ?", TrialStore::representation, id.toString()).stream()
                .findFirst();
    }

    public boolean exists(TrialId id) {
        return !queries.list(
                        "select from trial where trial_id = ? and specification is not null", row -> id, id.toString())
                .isEmpty();
    }

    /** The epochs after a given one, in order. */
    public List<EpochRepresentation> epochs(TrialId id, int after, int limit) {
        return queries.list(
                "select * from epoch where trial_id = ? and epoch > ? order by epoch limit ?",
                row -> new EpochRepresentation(
                        row.getInt("epoch"),
                        row.getInt("attempt"),
                        Queries.instant(row, "occurred_at"),
                        orNaN(row, "training_loss"),
                        Queries.decimal(row, "validation_loss"),
                        Queries.decimal(row, "validation_accuracy"),
                        orNaN(row, "seconds"),
                        orNaN(row, "samples_per_second")),
                id.toString(),
                after,
                limit);
    }

    /** Uses a single statement, which makes all parts belong to the same evaluation. */
    public Optional<EvaluationRepresentation> evaluation(TrialId id) {
        return queries
                .list(
                        """
                        select v.*,
                               (select array_agg(c.counts order by c.actual) from (
                                    select actual, array_agg(count order by predicted) as counts
                                    from confusion where trial_id = v.trial_id group by actual) c) as confusion,
                               (select json_agg(json_build_object('label', label, 'precision', precision,
                                                                  'recall', recall, 'f1', f1, 'support', support)
                                                order by label)
                                from class_metric where trial_id = v.trial_id) as classes
                        from evaluation v where v.trial_id = ?""",
                        row -> new EvaluationRepresentation(
                                id,
                                Queries.instant(row, "occurred_at"),
                                row.getLong("examples"),
                                row.getDouble("loss"),
                                row.getDouble("accuracy"),
                                confusion(row.getArray("confusion")),
                                classes(row.getString("classes")),
                                row.getString("model_sha256"),
                                row.getString("weights_sha256")),
                        id.toString())
                .stream()
                .findFirst();
    }

    public List<AttemptRepresentation> attempts(TrialId id) {
        return queries.list(
                "select * from attempt where trial_id = ? order by attempt",
                row -> new AttemptRepresentation(
                        row.getInt("attempt"),
                        Queries.instant(row, "started_at"),
                        row.getString("device"),
                        row.getString("host"),
                        row.getString("device_name"),
                        row.getInt("resumed_from"),
                        row.getString("dataset_sha256"),
                        row.getString("djl_version"),
                        row.getString("pytorch_version"),
                        row.getString("java_version")),
                id.toString());
    }

    /** Indexes of the test examples of one class that were predicted as another; empty if they are unknown. */
    public Optional<List<Integer>> misclassified(TrialId id, int actual, int predicted) {
        return queries
                .list(
                        "select test_indexes from misclassified where trial_id = ? and actual = ? and predicted = ?",
                        row -> List.of((Integer[]) row.getArray(1).getArray()),
                        id.toString(),
                        actual,
                        predicted)
                .stream()
                .findFirst();
    }

    /** A recorded model without its bytes, and the name of its experiment. */
    public record StoredModel(TrialId trial, String experiment, String sha256, long bytes) {}

    public Optional<StoredModel> model(TrialId id) {
        return queries
                .list(
                        """
                        select e.name, m.sha256, octet_length(m.safetensors)
                        from model m join trial using (trial_id) join experiment e using (experiment_id)
                        where trial_id = ?""",
                        row -> new StoredModel(id, row.getString(1), row.getString(2), row.getLong(3)),
                        id.toString())
                .stream()
                .findFirst();
    }

    /** A range of a model's bytes; empty if the model has been replaced. */
    public Optional<byte[]> piece(StoredModel model, long from, int length) {
        return queries
                .list(
                        "select substring(safetensors from ? for ?) from model where trial_id = ? and sha256 = ?",
                        row -> row.getBytes(1),
                        (int) from + 1,
                        length,
                        model.trial().toString(),
                        model.sha256())
                .stream()
                .findFirst();
    }

    private static List<List<Long>> confusion(Array rows) throws SQLException {
        return rows == null
                ? List.of()
                : Arrays.stream((Long[][]) rows.getArray()).map(List::of).toList();
    }

    private static List<ClassMetric> classes(String json) {
        return json == null ? List.of() : read(json, new TypeReference<List<ClassMetric>>() {});
    }

    private static TrialRepresentation representation(ResultSet row) throws SQLException {
        State state = State.of(row.getString("state"));
        Double loss = Queries.decimal(row, "training_loss");
        return new TrialRepresentation(
                TrialId.parse(row.getString("trial_id")),
                state,
                read(row.getString("specification"), new TypeReference<TrialSpecification>() {}),
                read(row.getString("varied"), new TypeReference<Map<String, JsonNode>>() {}),
                row.getInt("attempts"),
                row.getInt("epoch"),
                row.getInt("epochs"),
                loss,
                Queries.decimal(row, "validation_loss"),
                Queries.decimal(row, "validation_accuracy"),
                row.getDouble("seconds"),
                Queries.decimal(row, "samples_per_second"),
                curve(row, loss),
                Queries.instant(row, "requested_at"),
                Queries.instant(row, "started_at"),
                Queries.instant(row, "finished_at"),
                state == State.RUNNING ? estimatedEnd(row) : null,
                Queries.decimal(row, "test_loss"),
                Queries.decimal(row, "test_accuracy"),
                row.getString("host"),
                row.getString("failure_reason"));
    }

    private static List<Double> curve(ResultSet row, Double newest) throws SQLException {
        if (row.getArray("curve") == null) {
            return List.of();
        }
        List<Double> curve = new ArrayList<>();
        Collections.addAll(curve, (Double[]) row.getArray("curve").getArray());
        if (newest != null && !curve.getLast().equals(newest)) {
            curve.add(newest);
        }
        return curve;
    }

    /** Extrapolates from the duration of the epochs so far. */
    private static Instant estimatedEnd(ResultSet row) throws SQLException {
        int done = row.getInt("epoch");
        if (done == 0) {
            return null;
        }
        double left = (row.getInt("epochs") - done) * (row.getDouble("seconds") / done);
        return Queries.instant(row, "last_epoch_at").plus(Duration.ofMillis((long) (left * 1000)));
    }

    /** Reads a number that is null in the tables and in JSON if it is not finite. */
    private static double orNaN(ResultSet row, String column) throws SQLException {
        Double value = Queries.decimal(row, column);
        return value == null ? Double.NaN : value;
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return Json.MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recorded trial cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
