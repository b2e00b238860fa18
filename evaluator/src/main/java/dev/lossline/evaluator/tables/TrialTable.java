package dev.lossline.evaluator.tables;

import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.TrialEvent.TrialCancelled;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/**
 * Stores trainers' events in the rows of {@code trial} and in the table {@code attempt}. A trial's row may not exist
 * yet, because its experiment is on another topic.
 */
@ApplicationScoped
public class TrialTable {

    public void started(Connection connection, List<TrialStarted> events) throws SQLException {
        Statements.batch(connection, """
                insert into attempt (trial_id, attempt, started_at, device, host, device_name, resumed_from,
                                     dataset_sha256, djl_version, pytorch_version, java_version)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (trial_id, attempt) do nothing\
                """, events, TrialTable::setAttempt);
        Statements.batch(connection, """
                    insert into trial (trial_id, experiment_id, number, started_at, started_attempt) values (?, ?, ?, ?, ?)
                    on conflict (trial_id) do update
                    set started_at = least(trial.started_at, excluded.started_at),
                        started_attempt = greatest(trial.started_attempt, excluded.started_attempt)\
                    """, events, (row, event) -> {
            setTrial(row, event);
            row.setTimestamp(4, Statements.timestamp(event.occurredAt()));
            row.setInt(5, event.attempt());
        });
    }

    public void completed(Connection connection, List<TrialCompleted> events) throws SQLException {
        Statements.batch(connection, """
                insert into trial (trial_id, experiment_id, number, completed_at, training_loss, seconds)
                values (?, ?, ?, ?, ?, ?)
                on conflict (trial_id) do update
                set completed_at = excluded.completed_at, training_loss = excluded.training_loss,
                    seconds = excluded.seconds
                where trial.completed_at is null\
                """, events, (row, event) -> {
            setTrial(row, event);
            row.setTimestamp(4, Statements.timestamp(event.occurredAt()));
            row.setObject(5, Statements.finite(event.trainingLoss()), Types.DOUBLE);
            row.setObject(6, Statements.finite(event.seconds()), Types.DOUBLE);
        });
    }

    public void failed(Connection connection, List<TrialFailed> events) throws SQLException {
        Statements.batch(connection, """
                insert into trial (trial_id, experiment_id, number, failed_at, failure_kind, failure_reason, failed_attempt)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (trial_id) do update
                set failed_at = excluded.failed_at, failure_kind = excluded.failure_kind,
                    failure_reason = excluded.failure_reason, failed_attempt = excluded.failed_attempt
                where trial.failed_attempt is null or trial.failed_attempt < excluded.failed_attempt\
                """, events, (row, event) -> {
            setTrial(row, event);
            row.setTimestamp(4, Statements.timestamp(event.occurredAt()));
            row.setString(5, event.kind().id());
            row.setString(6, event.reason());
            row.setInt(7, event.attempt());
        });
    }

    public void cancelled(Connection connection, List<TrialCancelled> events) throws SQLException {
        Statements.batch(connection, """
                insert into trial (trial_id, experiment_id, number, cancelled_at) values (?, ?, ?, ?)
                on conflict (trial_id) do update set cancelled_at = excluded.cancelled_at
                where trial.cancelled_at is null\
                """, events, (row, event) -> {
            setTrial(row, event);
            row.setTimestamp(4, Statements.timestamp(event.occurredAt()));
        });
    }

    private static void setTrial(PreparedStatement row, TrialEvent event) throws SQLException {
        row.setString(1, event.trialId().toString());
        row.setObject(2, event.trialId().experimentId());
        row.setInt(3, event.trialId().number());
    }

    private static void setAttempt(PreparedStatement row, TrialStarted event) throws SQLException {
        row.setString(1, event.trialId().toString());
        row.setInt(2, event.attempt());
        row.setTimestamp(3, Statements.timestamp(event.occurredAt()));
        row.setString(4, event.device().id());
        row.setString(5, event.host());
        row.setString(6, event.deviceName());
        row.setInt(7, event.resumedFrom());
        row.setString(8, event.datasetSha256());
        row.setString(9, event.versions().djl());
        row.setString(10, event.versions().pytorch());
        row.setString(11, event.versions().java());
    }
}
