package dev.lossline.evaluator;

import dev.lossline.contract.TrialEvent.EpochCompleted;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.function.Function;

/** The table {@code epoch}. */
@ApplicationScoped
class EpochStore {

    /** One statement for all rows: most of what is recorded is epochs. */
    void completed(Connection connection, List<EpochCompleted> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into epoch (trial_id, epoch, attempt, occurred_at, training_loss, validation_loss,
                                   validation_accuracy, seconds, samples_per_second)
                select * from unnest(?::text[], ?::integer[], ?::integer[], ?::timestamptz[], ?::float8[], ?::float8[],
                                     ?::float8[], ?::float8[], ?::float8[])
                on conflict (trial_id, epoch) do nothing""")) {
            Columns columns = new Columns(connection, insert, events);
            columns.add("text", event -> event.trialId().toString());
            columns.add("integer", EpochCompleted::epoch);
            columns.add("integer", EpochCompleted::attempt);
            columns.add("timestamptz", event -> Timestamp.from(event.occurredAt()));
            columns.add("float8", EpochCompleted::trainingLoss);
            columns.add("float8", EpochCompleted::validationLoss);
            columns.add("float8", EpochCompleted::validationAccuracy);
            columns.add("float8", EpochCompleted::seconds);
            columns.add("float8", EpochCompleted::samplesPerSecond);
            insert.executeUpdate();
        }
    }

    private static final class Columns {
        private final Connection connection;
        private final PreparedStatement statement;
        private final List<EpochCompleted> events;
        private int last;

        Columns(Connection connection, PreparedStatement statement, List<EpochCompleted> events) {
            this.connection = connection;
            this.statement = statement;
            this.events = events;
        }

        void add(String type, Function<EpochCompleted, Object> value) throws SQLException {
            Object[] values = events.stream().map(value).toArray();
            statement.setArray(++last, connection.createArrayOf(type, values));
        }
    }
}
