package dev.lossline.evaluator.tables;

import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.TrialEvent.EvaluationFailed;
import dev.lossline.contract.event.TrialEvent.TrialEvaluated;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Stores evaluation results in the rows of {@code trial}. An evaluated trial stays evaluated, and of several failures
 * the one with the highest number wins, which makes the result independent of the order in which topics are read.
 */
@ApplicationScoped
public class EvaluationFailures {

    void succeeded(Connection connection, List<TrialEvaluated> events) throws SQLException {
        Statements.batch(connection, """
                insert into trial (trial_id, experiment_id, number, evaluated) values (?, ?, ?, true)
                on conflict (trial_id) do update set evaluated = true
                where not trial.evaluated\
                """, events, EvaluationFailures::setTrial);
    }

    public void failed(Connection connection, List<EvaluationFailed> events) throws SQLException {
        Statements.batch(connection, """
                insert into trial (trial_id, experiment_id, number, failed_evaluation, evaluation_failed_at,
                                   evaluation_failure)
                values (?, ?, ?, ?, ?, ?)
                on conflict (trial_id) do update
                set failed_evaluation = excluded.failed_evaluation,
                    evaluation_failed_at = excluded.evaluation_failed_at,
                    evaluation_failure = excluded.evaluation_failure
                where trial.failed_evaluation is null or trial.failed_evaluation < excluded.failed_evaluation\
                """, events, (row, event) -> {
            setTrial(row, event);
            row.setInt(4, event.evaluation());
            row.setTimestamp(5, Statements.timestamp(event.occurredAt()));
            row.setString(6, event.reason());
        });
    }

    private static void setTrial(PreparedStatement row, TrialEvent event) throws SQLException {
        row.setString(1, event.trialId().toString());
        row.setObject(2, event.trialId().experimentId());
        row.setInt(3, event.trialId().number());
    }
}
