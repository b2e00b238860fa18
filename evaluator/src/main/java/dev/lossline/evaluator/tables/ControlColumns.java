package dev.lossline.evaluator.tables;

import dev.lossline.contract.event.ExperimentControl;
import dev.lossline.contract.event.ExperimentControl.Cancelled;
import dev.lossline.contract.event.ExperimentControl.Paused;
import dev.lossline.contract.event.ExperimentControl.Retries;
import dev.lossline.contract.event.ExperimentControl.Running;
import dev.lossline.contract.event.ExperimentControl.Transition.Accepted;
import dev.lossline.contract.event.ExperimentEvent;
import dev.lossline.contract.event.ExperimentEvent.ControlEvent;
import dev.lossline.contract.event.ExperimentEvent.EvaluationsRetried;
import dev.lossline.contract.event.ExperimentEvent.ExperimentRetried;
import dev.lossline.specification.TrialId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Stores an {@link ExperimentControl} in columns of {@code experiment} and {@code trial}. Applying recorded events
 * again leads to the same values.
 */
@ApplicationScoped
public class ControlColumns {
    private static final String WRITE = """
            insert into experiment (experiment_id, cancelled_at, paused_at, resumed_at, retried_at)
            values (?, ?, ?, ?, ?)
            on conflict (experiment_id) do update
            set cancelled_at = excluded.cancelled_at, paused_at = excluded.paused_at,
                resumed_at = excluded.resumed_at, retried_at = excluded.retried_at""";

    private static final String ATTEMPT = "retried_attempt";
    private static final String EVALUATION = "retried_evaluation";

    private static final String COPY_TO_TRIALS = """
            update trial t set experiment_cancelled_at = e.cancelled_at, experiment_paused_at = e.paused_at
            from experiment e
            where e.experiment_id = t.experiment_id and e.experiment_id = any (?)
              and (t.experiment_cancelled_at, t.experiment_paused_at) is distinct from (e.cancelled_at, e.paused_at)""";

    /** Applies events in log order. */
    public void apply(Connection connection, List<ControlEvent> events) throws SQLException {
        Map<UUID, List<ControlEvent>> byExperiment = events.stream()
                .collect(Collectors.groupingBy(ControlEvent::experimentId, LinkedHashMap::new, Collectors.toList()));
        for (var experiment : byExperiment.entrySet()) {
            ExperimentControl before = read(connection, experiment.getKey(), experiment.getValue());
            ExperimentControl after = before;
            for (ControlEvent event : experiment.getValue()) {
                after = after.on(event) instanceof Accepted accepted ? accepted.next() : after;
            }
            if (!after.equals(before)) {
                write(connection, experiment.getKey(), after);
            }
        }
    }

    /** Copies the control to the rows of trials, because a trial's state depends on it. */
    public void copyToTrials(Connection connection, List<ExperimentEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(COPY_TO_TRIALS)) {
            update.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid",
                            events.stream()
                                    .map(ExperimentEvent::experimentId)
                                    .distinct()
                                    .toArray()));
            update.executeUpdate();
        }
    }

    private static ExperimentControl read(Connection connection, UUID experiment, List<ControlEvent> events)
            throws SQLException {
        Map<Integer, Integer> attempts = events.stream().anyMatch(ExperimentRetried.class::isInstance)
                ? retried(connection, ATTEMPT, experiment)
                : Map.of();
        Map<Integer, Integer> evaluations = events.stream().anyMatch(EvaluationsRetried.class::isInstance)
                ? retried(connection, EVALUATION, experiment)
                : Map.of();
        try (PreparedStatement select = connection.prepareStatement(
                "select cancelled_at, paused_at, resumed_at, retried_at from experiment where experiment_id = ?")) {
            select.setObject(1, experiment);
            try (ResultSet row = select.executeQuery()) {
                boolean exists = row.next();
                Retries retries = new Retries(attempts, exists ? instant(row, "retried_at") : null, evaluations);
                return exists ? control(row, retries) : Running.INITIAL.with(retries);
            }
        }
    }

    private static ExperimentControl control(ResultSet row, Retries retries) throws SQLException {
        Instant cancelledAt = instant(row, "cancelled_at");
        Instant pausedAt = instant(row, "paused_at");
        if (cancelledAt != null) {
            return new Cancelled(0, retries, cancelledAt, pausedAt);
        }
        return pausedAt != null
                ? new Paused(0, retries, pausedAt)
                : new Running(0, retries, instant(row, "resumed_at"));
    }

    private static Map<Integer, Integer> retried(Connection connection, String column, UUID experiment)
            throws SQLException {
        Map<Integer, Integer> retried = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select number, %1$s from trial where experiment_id = ? and %1$s is not null".formatted(column))) {
            select.setObject(1, experiment);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    retried.put(rows.getInt(1), rows.getInt(2));
                }
            }
        }
        return retried;
    }

    private static void write(Connection connection, UUID experiment, ExperimentControl control) throws SQLException {
        Optional<Instant> cancelledAt =
                control instanceof Cancelled cancelled ? Optional.of(cancelled.cancelledAt()) : Optional.empty();
        Optional<Instant> pausedAt =
                switch (control) {
                    case Running running -> Optional.empty();
                    case Paused paused -> Optional.of(paused.pausedAt());
                    case Cancelled cancelled -> Optional.ofNullable(cancelled.pausedAt());
                };
        Optional<Instant> resumedAt =
                control instanceof Running running ? Optional.ofNullable(running.resumedAt()) : Optional.empty();
        Statements.batch(connection, WRITE, List.of(experiment), (row, id) -> {
            row.setObject(1, id);
            row.setTimestamp(2, timestamp(cancelledAt));
            row.setTimestamp(3, timestamp(pausedAt));
            row.setTimestamp(4, timestamp(resumedAt));
            row.setTimestamp(5, timestamp(Optional.ofNullable(control.retries().at())));
        });
        writeRetries(connection, ATTEMPT, experiment, control.retries().attempts());
        writeRetries(connection, EVALUATION, experiment, control.retries().evaluations());
    }

    private static void writeRetries(
            Connection connection, String column, UUID experiment, Map<Integer, Integer> retried) throws SQLException {
        Statements.batch(connection, """
                insert into trial (trial_id, experiment_id, number, %1$s) values (?, ?, ?, ?)
                on conflict (trial_id) do update set %1$s = excluded.%1$s\
                """.formatted(column), retried.entrySet(), (row, trial) -> {
            row.setString(1, new TrialId(experiment, trial.getKey()).toString());
            row.setObject(2, experiment);
            row.setInt(3, trial.getKey());
            row.setInt(4, trial.getValue());
        });
    }

    private static Timestamp timestamp(Optional<Instant> instant) {
        return instant.map(Statements::timestamp).orElse(null);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
