package dev.lossline.evaluator.tables;

import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;

/** The table {@code epoch}. */
@ApplicationScoped
public class EpochTable {

    public void completed(Connection connection, List<EpochCompleted> events) throws SQLException {
        Columns.write(
                connection,
                """
                insert into epoch (trial_id, epoch, attempt, occurred_at, training_loss, validation_loss,
                                   validation_accuracy, seconds, samples_per_second)
                select * from unnest(?::text[], ?::integer[], ?::integer[], ?::timestamptz[], ?::float8[], ?::float8[],
                                     ?::float8[], ?::float8[], ?::float8[])
                on conflict (trial_id, epoch) do nothing\
                """,
                events,
                columns -> columns.add("text", event -> event.trialId().toString())
                        .add("integer", EpochCompleted::epoch)
                        .add("integer", EpochCompleted::attempt)
                        .add("timestamptz", event -> Timestamp.from(event.occurredAt()))
                        .add("float8", event -> Statements.finite(event.trainingLoss()))
                        .add("float8", event -> Statements.finite(event.validationLoss()))
                        .add("float8", event -> Statements.finite(event.validationAccuracy()))
                        .add("float8", event -> Statements.finite(event.seconds()))
                        .add("float8", event -> Statements.finite(event.samplesPerSecond())));
    }
}
